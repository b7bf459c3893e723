# Starts gowizard with what this machine has: uv, else Python 3.11 or newer, else gowizard.exe beside this script,
# else uv fetched after a question (without one: $env:GOWIZARD_FETCH_UV = 1) and checked against its digest.
# It changes nothing but $Data and $Uv below, asks for no administrator, and passes its own arguments on:
#     powershell -ExecutionPolicy Bypass -File install.ps1             the wizard
#     powershell -ExecutionPolicy Bypass -File install.ps1 doctor      any gowizard command
# Read it first: Windows runs no scripts unless told so, and Bypass tells it for this one start. Nothing is changed by it.
# Which gowizard: in a clone its own folder, else the wheel beside this script. The name `gowizard` on a package index
# may be anybody's: it is taken only where $env:GOWIZARD_PACKAGE says so (gowizard==0.1.0, or a wheel's path). What
# gowizard needs is fetched by uv or pip from where your own settings say. Written for Windows PowerShell 5.1.
if (-not $PSScriptRoot) { throw 'gowizard: save this script as a file, read it, and run that.' }

function Say($text) { [Console]::Error.WriteLine("gowizard: $text") }

if (-not $env:LOCALAPPDATA) {
    Say 'LOCALAPPDATA is not set, so there is no folder to work in. Set it to AppData\Local of your profile.'
    exit 1
}
$Package = ''
foreach ($wheel in Get-ChildItem -LiteralPath $PSScriptRoot -Filter 'gowizard-*-py3-none-any.whl') { $Package = $wheel.FullName }
$Clone = Join-Path $PSScriptRoot '..\..'
$About = Join-Path $Clone 'pyproject.toml'
if ((Test-Path -LiteralPath $About) -and (Select-String -Quiet '^name = "gowizard"' -LiteralPath $About)) { $Package = $Clone }
if ($env:GOWIZARD_PACKAGE) { $Package = $env:GOWIZARD_PACKAGE }
$Data = Join-Path $env:LOCALAPPDATA 'gowizard\bootstrap'
$Program = Join-Path $Data 'Scripts\gowizard.exe'
$File = Join-Path $PSScriptRoot 'gowizard.exe'
$Uv = "$Data-uv"
$UvUrl = 'https://github.com/astral-sh/uv/releases/latest/download'
if ($env:GOWIZARD_UV_URL) { $UvUrl = $env:GOWIZARD_UV_URL }

# 1. uv runs it from its own cache.
$UvProgram = Join-Path $Uv 'uv.exe'
$found = Get-Command uv -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
if ($found) { $UvProgram = $found.Path }
if ($Package -and (Test-Path -LiteralPath $UvProgram)) {
    & $UvProgram tool run --from $Package gowizard --version | Out-Null
    if ($LASTEXITCODE -eq 0) {
        & $UvProgram tool run --from $Package gowizard @args
        exit $LASTEXITCODE
    }
    Say "uv could not get $Package (its words are above); trying Python."
}

# 2. Python 3.11 or newer, in a folder of its own. A copy that works is used again, without the network, while it was
# made from the same package and nothing of that is newer, as after a git pull.
$Made = Join-Path $Data 'made-from'
$works = $false
$from = ''
$newer = $null
if (Test-Path -LiteralPath $Program) {
    & $Program --version | Out-Null
    $works = $LASTEXITCODE -eq 0
}
if ($works -and (Test-Path -LiteralPath $Made)) {
    $from = [IO.File]::ReadAllText($Made)
    $time = (Get-Item -LiteralPath $Made).LastWriteTimeUtc
    $parts = @($Package)
    if ($Package -eq $Clone) { $parts = $About, (Join-Path $Clone 'gowizard'), (Join-Path $Clone 'themes') }
    $newer = Get-ChildItem -LiteralPath $parts -Recurse -File -ErrorAction SilentlyContinue |
        Where-Object { $_.Extension -ne '.pyc' -and $_.LastWriteTimeUtc -gt $time } | Select-Object -First 1
}
if ($works -and (-not $Package -or ($from -eq $Package -and -not $newer))) {
    & $Program @args
    exit $LASTEXITCODE
}
$automatic = $env:PYTHON_MANAGER_AUTOMATIC_INSTALL
$env:PYTHON_MANAGER_AUTOMATIC_INSTALL = 'false'  # to be asked, py must not fetch a Python
$Python = ''
foreach ($name in 'py', 'python3', 'python') {
    if (-not $Package -or -not (Get-Command $name -CommandType Application -ErrorAction SilentlyContinue)) { continue }
    # The Store's stand-in of the name python ends with 9009 and runs nothing.
    & $name -c 'import sys; sys.exit(sys.version_info < (3, 11))' | Out-Null
    if ($LASTEXITCODE -eq 0) {
        $Python = $name
        break
    }
}
$env:PYTHON_MANAGER_AUTOMATIC_INSTALL = $automatic
if ($Python) {
    # A copy that works stays until the next one is whole.
    $again = @()
    if ($works) { $again = @('--force-reinstall') } else { & $Python -m venv --clear $Data | Out-Host }
    if ($works -or $LASTEXITCODE -eq 0) {
        & (Join-Path $Data 'Scripts\python.exe') -m pip install -q @again $Package | Out-Host
        if ($LASTEXITCODE -eq 0) {
            [IO.File]::WriteAllText($Made, $Package)
            & $Program @args
            exit $LASTEXITCODE
        }
    }
    Say "$Python could not install $Package (its words are above)."
}
if ($works -and $from -eq $Package) {
    Say "$Package is newer than the copy that was made from it; that older copy is started."
    & $Program @args
    exit $LASTEXITCODE
}

# 3. The single file.
if (Test-Path -LiteralPath $File) {
    & $File @args
    exit $LASTEXITCODE
}

if (-not $Package) {
    Say 'this script lies in no clone of gowizard, and no wheel of it lies beside it. On a package index anybody may have'
    Say 'taken the name, so it is not fetched by name unless you say so:  $env:GOWIZARD_PACKAGE = "gowizard"'
    Say '(or gowizard==VERSION, or the path of a wheel that you have checked).'
    exit 1
}

# 4. Fetch uv: one program, which brings a Python. Nothing of it is run before its digest fits.
function Fetch($url, $place) {
    $reply = Invoke-WebRequest -UseBasicParsing -Uri $url -OutFile $place -PassThru
    $last = $reply.BaseResponse.ResponseUri  # of 5.1 only: PowerShell 7 does not let itself be sent to plain http
    if ($last -and ([Uri]$url).Scheme -eq 'https' -and $last.Scheme -ne 'https') { throw "gowizard: $url leads to plain http." }
}
$name = 'uv-x86_64-pc-windows-msvc.zip'
if ($env:PROCESSOR_ARCHITECTURE -eq 'ARM64') { $name = 'uv-aarch64-pc-windows-msvc.zip' }
if (-not [Environment]::Is64BitOperatingSystem) { $name = 'uv-i686-pc-windows-msvc.zip' }
$answer = $env:GOWIZARD_FETCH_UV
if ($answer -ne '1' -and -not [Console]::IsInputRedirected) {
    $answer = Read-Host "gowizard: Fetch uv (about 25 MB) from $UvUrl/$name into ${Uv}? [y/N]"
}
if ('1', 'y', 'yes' -contains $answer) {
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'  # drawing the bar makes 5.1 many times slower
    $known = [Net.ServicePointManager]::SecurityProtocol
    [Net.ServicePointManager]::SecurityProtocol = $known -bor [Net.SecurityProtocolType]::Tls12  # 5.1 may not offer it
    New-Item -ItemType Directory -Force -Path $Uv | Out-Null
    $zip = Join-Path $Uv 'uv.zip'
    Fetch "$UvUrl/$name" $zip
    Fetch "$UvUrl/$name.sha256" "$zip.sha256"
    $listed = "$(Get-Content -LiteralPath "$zip.sha256" -TotalCount 1)".Split(' ')[0]
    if ((Get-FileHash -Algorithm SHA256 -LiteralPath $zip).Hash -ne $listed) {
        Remove-Item -LiteralPath $zip
        Say 'what arrived is not the file whose digest lies beside it; it was thrown away.'
        exit 1
    }
    Expand-Archive -Force -LiteralPath $zip -DestinationPath $Uv
    Remove-Item -LiteralPath $zip
    & (Join-Path $Uv 'uv.exe') tool run --from $Package gowizard @args
    exit $LASTEXITCODE
}

# 5. Say what would help.
Say 'no way to start: it needs uv, or Python 3.11 or newer, or gowizard.exe beside this script.'
Say 'uv is one program without a need for Python: winget install astral-sh.uv, or run this script again and answer y.'
exit 1
