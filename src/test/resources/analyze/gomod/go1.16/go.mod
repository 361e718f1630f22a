module example.com/acme/app

go 1.16

require (
	example.com/acme/lib v0.0.0
	github.com/google/uuid v1.3.0
	github.com/spf13/cobra v1.2.1
	golang.org/x/text v0.14.0
)

require (
)

replace golang.org/x/text => golang.org/x/text v0.3.7

replace example.com/acme/lib => ./lib
