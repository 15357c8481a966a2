// A package with an assembly file may declare functions whose body is elsewhere: see functions.go.
