module librebate

go 1.19
