module example.org/app

go 1.22

require (
	example.org/forked v1.0.0
	example.org/lib v0.1.0
	golang.org/x/text v0.3.5
	gopkg.in/yaml.v3 v3.0.0 // indirect
)

replace golang.org/x/text v0.3.5 => golang.org/x/text v0.3.6
