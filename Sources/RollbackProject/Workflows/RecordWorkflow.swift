/// A GitHub Actions workflow that has each deployment recorded on the host that it went to: a release's record lies where
/// its code, sets and environment are, and nowhere else.
enum RecordWorkflow {
    static let path = "rollback/ci/record-release.yml"

    static let file = TreeFile(path, text)

    private static let text = #"""
        # Records each deployment to production as a release, on the host it went to.
        #
        #   mkdir -p .github/workflows && cp rollback/ci/record-release.yml .github/workflows/
        #
        # Then, in the repository's settings: the variables LASTGOOD_HOST (user@host), LASTGOOD_DIRECTORY (the platform's
        # folder there) and LASTGOOD_KNOWN_HOSTS (a line of `ssh-keyscan host`, which somebody has compared), and the secret
        # LASTGOOD_SSH_KEY. Where the host deploys by itself, call rollback/scripts/record-release.sh at the end instead.
        # Written by lastgood init.
        name: Record the release

        on:
          deployment_status:
          workflow_dispatch:

        permissions:
          contents: read

        # One after another, so that numbers follow the deployments.
        concurrency:
          group: lastgood-record
          cancel-in-progress: false

        jobs:
          record:
            if: >-
              github.event_name == 'workflow_dispatch' ||
              (github.event.deployment_status.state == 'success' && github.event.deployment.environment == 'production')
            runs-on: ubuntu-latest
            timeout-minutes: 20
            env:
              HOST: ${{ vars.LASTGOOD_HOST }}
              DIRECTORY: ${{ vars.LASTGOOD_DIRECTORY }}
              KNOWN_HOSTS: ${{ vars.LASTGOOD_KNOWN_HOSTS }}
              KEY: ${{ secrets.LASTGOOD_SSH_KEY }}
              COMMIT: ${{ github.event.deployment.sha || github.sha }}
              ACTOR: ${{ github.actor }}
            steps:
              - name: Record it, prove it, and enter it as known good
                run: |
                  set -euo pipefail
                  for name in HOST DIRECTORY KNOWN_HOSTS KEY; do
                    if [ -z "${!name}" ]; then
                      echo "::error::$name is empty: see the head of rollback/ci/record-release.yml"
                      exit 1
                    fi
                  done
                  umask 077
                  printf '%s\n' "$KEY" > key
                  printf '%s\n' "$KNOWN_HOSTS" > known_hosts
                  # Quoted for the shell over there: nothing of it is read as a command.
                  printf -v line 'cd %q && ./rollback/scripts/record-release.sh --known-good --expect %q --actor %q --reason %q' \
                    "$DIRECTORY" "$COMMIT" "github:$ACTOR" "deployment of $COMMIT"
                  ssh -i key -o IdentitiesOnly=yes -o BatchMode=yes -o StrictHostKeyChecking=yes \
                    -o UserKnownHostsFile=known_hosts "$HOST" "$line"

        """#
}
