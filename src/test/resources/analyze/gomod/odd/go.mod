// Deprecated: use something else
module "example.com/quoted"

go 1.22.1
toolchain go1.22.5

require example.com/one v1.0.0 // indirect; kept for tools
require (
	example.com/two/v2 v2.1.0+incompatible
	"example.com/three" v0.0.0-20240102030405-0123456789ab
	example.com/broken
)

exclude example.com/one v0.9.0
retract [v1.0.0, v1.1.0]
replace (
	example.com/one v1.0.0 => example.com/fork v1.0.1
	example.com/two/v2 => ../two
)
nonsense here
