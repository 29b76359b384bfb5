/// `emergency-rollback.ps1`: the options in PowerShell's style, handed to the same program.
enum PowerShellScript {
    static let text = #"""
        <#
        .SYNOPSIS
        Takes the platform back to its last known good release.

        .DESCRIPTION
        Hands its options to "lastgood rollback". Where the program is missing and a POSIX shell is there (Git for
        Windows, WSL), emergency-rollback.sh does the fast level without it.

        .EXAMPLE
        .\rollback\scripts\emergency-rollback.ps1 -Fast
        .EXAMPLE
        .\rollback\scripts\emergency-rollback.ps1 -Fast -DryRun
        .EXAMPLE
        .\rollback\scripts\emergency-rollback.ps1 -Full -AutoConfirm -Commit 4f2a9c1
        #>
        [CmdletBinding()]
        param(
            # Code, dependency set, caches and services; the database stays as it is.
            [switch]$Fast,
            # Fast, and schema, environment and every check.
            [switch]$Full,
            # A guided checklist, step by step.
            [switch]$Manual,
            # Show what would be done, and change nothing.
            [switch]$DryRun,
            # Ask nothing: this line is your consent.
            [switch]$AutoConfirm,
            # Go back to this commit or tag instead of the newest known good release.
            [string]$Commit = '',
            # This text.
            [switch]$Help,
            # Further options of "lastgood rollback", as they are.
            [Parameter(ValueFromRemainingArguments = $true)]
            [string[]]$Rest = @()
        )

        if ($Help) {
            Get-Help -Full $PSCommandPath
            exit 0
        }

        $root = (Resolve-Path (Join-Path $PSScriptRoot '../..')).Path
        $options = @()
        if ($Fast) { $options += '--fast' }
        if ($Full) { $options += '--full' }
        if ($Manual) { $options += '--manual' }
        if ($DryRun) { $options += '--dry-run' }
        if ($AutoConfirm) { $options += '--auto-confirm' }
        if ($Commit -ne '') { $options += @('--commit', $Commit) }
        $options += $Rest

        $name = 'lastgood'
        if ($env:LASTGOOD) { $name = $env:LASTGOOD }
        $program = Get-Command $name -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
        if ($program) {
            & $program.Source rollback --directory $root @options
            exit $LASTEXITCODE
        }

        $shell = Get-Command 'sh' -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
        if ($shell) {
            & $shell.Source (Join-Path $PSScriptRoot 'emergency-rollback.sh') @options
            exit $LASTEXITCODE
        }

        Write-Error 'lastgood is not on this machine, and neither is a POSIX shell. Install one of them, or follow rollback/docs/ROLLBACK_PROCEDURES.md by hand.'
        exit 1

        """#
}
