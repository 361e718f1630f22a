module example.com/acme/app

go 1.20

require (
	example.com/acme/lib v0.0.0
	github.com/google/uuid v1.6.0
	github.com/spf13/cobra v1.8.0
	golang.org/x/text v0.14.0
)

require (
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/spf13/pflag v1.0.5 // indirect
)

replace golang.org/x/text => golang.org/x/text v0.13.0

replace example.com/acme/lib => ./lib
