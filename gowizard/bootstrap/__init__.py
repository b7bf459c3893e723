"""Two scripts for people to read and run where gowizard is not installed yet: `install.sh` and `install.ps1`."""
