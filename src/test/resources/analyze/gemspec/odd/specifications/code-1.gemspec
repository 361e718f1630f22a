Gem::Specification.new do |spec|
  spec.name = "code"
  spec.version = Code::VERSION
end
