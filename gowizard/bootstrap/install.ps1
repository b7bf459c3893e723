# Starts gowizard with what this machine has: uv, else Python 3.11 or newer, else gowizard.exe beside this script.
# It changes nothing but $Data below, asks for no administrator, and passes its own arguments on:
#     powershell -File install.ps1             the wizard
#     powershell -File install.ps1 doctor      any gowizard command
# uv and pip fetch the package from where your own settings say. $env:GOWIZARD_PACKAGE may name a wheel instead.
# Written for Windows PowerShell 5.1.
$Package = 'gowizard'
if ($env:GOWIZARD_PACKAGE) { $Package = $env:GOWIZARD_PACKAGE }
$Data = Join-Path $env:LOCALAPPDATA 'gowizard\bootstrap'
$Program = Join-Path $Data 'Scripts\gowizard.exe'
$File = Join-Path $PSScriptRoot 'gowizard.exe'

function Say($text) { [Console]::Error.WriteLine("gowizard: $text") }

# 1. uv runs it from its own cache.
if (Get-Command uv -CommandType Application -ErrorAction SilentlyContinue) {
    & uv tool run --from $Package gowizard --version | Out-Null
    if ($LASTEXITCODE -eq 0) {
        & uv tool run --from $Package gowizard @args
        exit $LASTEXITCODE
    }
    Say "uv could not get $Package (its words are above); trying Python."
}

# 2. Python 3.11 or newer, in a folder of its own. A folder that works is used again, without the network.
if (Test-Path -LiteralPath $Program) {
    & $Program --version | Out-Null
    if ($LASTEXITCODE -eq 0) {
        & $Program @args
        exit $LASTEXITCODE
    }
}
foreach ($name in 'py', 'python3', 'python') {
    if (-not (Get-Command $name -CommandType Application -ErrorAction SilentlyContinue)) { continue }
    # The Store's stand-in of the name python ends with 9009 and runs nothing.
    & $name -c 'import sys; sys.exit(sys.version_info < (3, 11))' | Out-Null
    if ($LASTEXITCODE -ne 0) { continue }
    & $name -m venv --clear $Data | Out-Host
    if ($LASTEXITCODE -eq 0) {
        & (Join-Path $Data 'Scripts\python.exe') -m pip install -q $Package | Out-Host
        if ($LASTEXITCODE -eq 0) {
            & $Program @args
            exit $LASTEXITCODE
        }
    }
    Say "$name could not install $Package (its words are above)."
    break
}

# 3. The single file.
if (Test-Path -LiteralPath $File) {
    & $File @args
    exit $LASTEXITCODE
}

# 4. Say what would help.
Say 'no way to start: it needs uv, or Python 3.11 or newer, or gowizard.exe beside this script.'
Say 'uv is one program without a need for Python: winget install astral-sh.uv, then run this script again.'
exit 1
