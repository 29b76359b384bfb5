import RollbackCore

/// A GitHub Actions workflow that has each successful deployment recorded. Written only where somebody asks for it: it
/// acts on their account.
package enum RecordWorkflow {
    package static let path = ".github/workflows/lastgood-record.yml"

    /// It is the platform's own from the beginning, so nothing that was there before makes room for it.
    static let file = TreeFile(path, text, kind: .configuration)

    /// A release is recorded where it can be brought back from, hence the runner on the platform's own machine. What
    /// comes from outside enters the shell as variables only.
    static let text = #"""
        # Records each successful deployment as a release, on the machine that the platform runs on, and enters it as known
        # good when every critical check passes. Written by lastgood init --workflow; change it as you like.
        #
        # It needs a runner on that machine (Settings, Actions, Runners) with the label "lastgood", as the user who owns the
        # checkout, and the repository variable LASTGOOD_PLATFORM: the platform's folder there.
        name: Record the release

        on:
          deployment_status:
          workflow_dispatch:

        permissions: {}

        concurrency:
          group: lastgood-record
          cancel-in-progress: false

        jobs:
          record:
            if: github.event_name == 'workflow_dispatch' || github.event.deployment_status.state == 'success'
            runs-on: [self-hosted, lastgood]
            timeout-minutes: 20
            steps:
              - name: Record what runs
                shell: sh -eu {0}
                env:
                  PLATFORM: ${{ vars.LASTGOOD_PLATFORM }}
                  DEPLOYED: ${{ github.event.deployment.sha }}
                  WHERE: ${{ github.event.deployment.environment }}
                  BY: ${{ github.actor }}
                run: |
                  cd -- "${PLATFORM:?set the repository variable LASTGOOD_PLATFORM to the platform's folder}"
                  here=$(git rev-parse HEAD)
                  if [ -n "$DEPLOYED" ] && [ "$DEPLOYED" != "$here" ]; then
                    echo "$DEPLOYED was deployed, and $here is checked out here: nothing is recorded."
                    exit 1
                  fi
                  exec rollback/scripts/record-release.sh --known-good --actor "$BY" \
                    --reason "deployed${WHERE:+ to $WHERE} by GitHub Actions, run $GITHUB_RUN_ID"

        """#
}
