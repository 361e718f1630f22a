Gem::Specification.new do |s|
  s.name = "leaf"
  s.version = "1.2.3"
  s.summary = "Sample"
  s.authors = ["Sample"]
  s.licenses = ["MIT", "Ruby"]
  s.files = ["lib/leaf.rb"]
  
  
end
