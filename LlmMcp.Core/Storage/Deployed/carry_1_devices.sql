-- Rows of the deployed system, from the schema set_aside.sql moved them to into Core's tables as migration 0012 leaves them.
-- First what the other files use as well, then machines and workers.

-- The address of a node, always one that can be read as a URL. The deployed system writes IPv6 addresses without brackets.
create function pg_temp.node_url(address text) returns text language plpgsql immutable as $$
declare
    host text := address;
    port integer := 11434;
begin
    if address ~ '^\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\]?:[0-9]{1,5}$' or address ~ '^[^:]*:[0-9]{1,5}$' then
        host := regexp_replace(address, ':[0-9]+$', '');
        port := regexp_replace(address, '^.*:', '')::integer;
    end if;

    host := trim(both '[]' from rtrim(host, '.'));
    if port not between 1 and 65535 then
        return 'http://unknown.invalid:11434';
    elsif host ~ ':' then
        return format('http://[%s]:%s', host(host::inet), port);
    elsif length(host) <= 200 and host ~ '^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$' then
        return format('http://%s:%s', host, port);
    end if;

    return 'http://unknown.invalid:11434';
exception when invalid_text_representation then
    return 'http://unknown.invalid:11434';
end
$$;

create function pg_temp.texts(list jsonb) returns text[] language sql immutable as $$
    select case when jsonb_typeof(list) = 'array' and jsonb_array_length(list) > 0 then array(select jsonb_array_elements_text(list)) end
$$;

create function pg_temp.object_of(value jsonb) returns jsonb language sql immutable as $$
    select case when jsonb_typeof(value) = 'object' then value else '{}' end
$$;

-- As WorkBlock writes a part of a block.
create function pg_temp.block_part(part text) returns text language sql immutable as $$
    select replace(replace(left(coalesce(trim(part), ''), 300), '%', '%25'), '|', '%7C')
$$;

-- The full name of a model, as ModelName has it.
create function pg_temp.canonical(provider text, model text) returns text language sql immutable as $$
    select case when provider = 'ollama' and model <> '' and position(':' in split_part(model, '/', -1)) = 0 then model || ':latest' else model end
$$;

do $carry$
declare
    moved bigint;
begin
    -- Its table of devices holds workers and every machine of the tailnet as well. Who has a tag of discovery is no worker, who
    -- claimed a job is one; what was measured or limited stays a device whatever it is.
    create temp table old_device on commit drop as
    select d.*, d.worker as is_worker,
           not d.worker and (d.tags ->> 'ollama' = 'true' or d.tags ?| array['ollama_addr', 'port_device', 'extra_endpoint']) or d.named as is_node
    from (
        select o.*,
               o.id like 'worker-%' or o.id in (select worker_id from llm_mcp_deployed.job_attempts where worker_id is not null)
                   or not coalesce(o.tags, '{}') ?| array['dns', 'hostname', 'ip', 'source', 'port_device', 'extra_endpoint', 'ollama_addr'] and o.name is not null as worker,
               o.id in (select device_id from llm_mcp_deployed.device_models union select device_id from llm_mcp_deployed.benchmarks
                        union select device_id from llm_mcp_deployed.device_limits union select device_id from llm_mcp_deployed.device_metrics) as named
        from llm_mcp_deployed.devices o
        where o.id <> '' and length(o.id) <= 300
    ) d;

    insert into workers (id, name, platform, arch, host, tags, status, last_seen, created_at)
    select id, left(coalesce(name, ''), 200), left(coalesce(platform, ''), 200), left(coalesce(arch, ''), 200), left(coalesce(host, ''), 200),
           pg_temp.object_of(tags), 'offline', coalesce(last_seen, updated_at), created_at
    from old_device
    where is_worker and length(id) <= 200;

    -- Whether a node answers is known after the first look; until then nobody is sent there.
    insert into devices (id, name, platform, arch, host, provider, base_url, host_header, origin, tags, status, latency_ms, last_seen, created_at, updated_at, parent_id)
    select id, coalesce(name, id), coalesce(platform, ''), coalesce(arch, ''), coalesce(host, ''), 'ollama',
           pg_temp.node_url(coalesce(nullif(tags ->> 'ollama_addr', ''), nullif(host, ''), id)), nullif(tags ->> 'ollama_host', ''), 'deployed',
           pg_temp.object_of(tags), case when status = 'offline' then 'offline' else 'unknown' end,
           case when tags ->> 'ollama_latency_ms' ~ '^[0-9]{1,9}$' then (tags ->> 'ollama_latency_ms')::integer end,
           last_seen, created_at, now(), nullif(tags ->> 'base_device', '')
    from old_device
    where is_node;

    insert into carried_over (name, rows, carried)
    select 'devices', (select count(*) from llm_mcp_deployed.devices), (select count(*) from old_device where is_worker or is_node);

    insert into device_metrics (id, device_id, ts, cpu_pct, mem_used_mb, mem_total_mb, gpu_name, vram_used_mb, vram_total_mb, tps, latency_ms, notes)
    select id, device_id, ts, cpu_pct, mem_used_mb, mem_total_mb, gpu_name, vram_used_mb, vram_total_mb, tps, latency_ms, notes
    from llm_mcp_deployed.device_metrics
    where device_id in (select id from devices);
    get diagnostics moved = row_count;
    insert into carried_over (name, rows, carried) select 'device_metrics', (select count(*) from llm_mcp_deployed.device_metrics), moved;

    -- Limits that its own arithmetic had filled in follow from the memory here as well. A context below 1000 was meant in
    -- thousands, as its column says; the arithmetic wrote tokens.
    insert into device_limits (device_id, ram_gb, vram_gb, max_params_b, max_size_gb, max_context, allow_models, deny_models, max_concurrency, updated_at)
    select device_id, ram_gb, vram_gb,
           case when max_params_b > 0 and max_params_b is distinct from (case when memory <= 8 then 5 when memory <= 16 then 12 else floor(memory * 0.75 * 2) / 2 end) then max_params_b end,
           case when max_size_gb > 0 and max_size_gb is distinct from floor(memory * 0.8 * 10) / 10 then max_size_gb end,
           case when max_context_k > 0 and max_context_k is distinct from (case when memory <= 8 then 4096 when memory <= 16 then 8192 else 16384 end)
               then case when max_context_k < 1000 then max_context_k * 1000 else max_context_k end end,
           pg_temp.texts(allow_models), pg_temp.texts(deny_models), case when concurrency between 1 and 256 then concurrency end, updated_at
    from (
        select l.device_id, nullif(greatest(l.ram_gb, 0), 0) as ram_gb, nullif(greatest(l.vram_gb, 0), 0) as vram_gb, l.max_params_b, l.max_size_gb,
               l.max_context_k, l.allow_models, l.deny_models, (to_jsonb(l) ->> 'max_concurrency')::integer as concurrency, l.updated_at,
               coalesce(nullif(greatest(l.vram_gb, 0), 0), nullif(greatest(l.ram_gb, 0), 0)) as memory
        from llm_mcp_deployed.device_limits l
        where l.device_id <> '' and length(l.device_id) <= 300
    ) given;
    get diagnostics moved = row_count;
    insert into carried_over (name, rows, carried) select 'device_limits', (select count(*) from llm_mcp_deployed.device_limits), moved;
end
$carry$;
