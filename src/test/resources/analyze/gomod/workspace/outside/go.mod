module example.org/outside

go 1.22

use ./x

require golang.org/x/text v0.3.5
