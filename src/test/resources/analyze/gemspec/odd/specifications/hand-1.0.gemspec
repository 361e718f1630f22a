Gem::Specification.new do |spec|
  spec.name    = 'hand'
  spec.version = Gem::Version.new("1.0")
  spec.license = "Apache-2.0"
end
