-- What routing and the claim look at beside slots: who belongs to whom, what is forbidden, how fast, who reaches what.

alter table devices
    -- The base device of a port device: it inherits that device's limits and goes offline with it.
    add column parent_id text,
    -- The workers that alone reach the node (a worker's own loopback); null when every worker may try.
    add column only_workers text[];
create index devices_parent_idx on devices (parent_id) where parent_id is not null;

alter table device_models
    -- The first reason why limits forbid the model there; null when it may run. Written whenever limits or models change, from
    -- one place, so that the claim can check it as a plain column.
    add column forbidden text;

alter table device_circuits
    -- With probe_job_id the claim that is the one probe. A probing circuit whose claim runs no longer has lost its probe.
    add column probe_claim_no bigint,
    add constraint device_circuits_probing_names_claim
        check ((state = 'probing') = (probe_job_id is not null and probe_claim_no is not null));

-- How fast a model was on a device, as real jobs and benchmarks tell: moving averages, newest weighs most.
create table model_speeds (
    device_id  text not null references devices (id) on delete cascade,
    provider   text not null,
    model_id   text not null,
    -- generate or embed
    task_type  text not null check (task_type in ('generate', 'embed')),
    -- Generated tokens per second, without load and prompt.
    tps        double precision check (tps > 0),
    -- Whole answer, first token, load of a cold model; milliseconds.
    latency_ms double precision check (latency_ms >= 0),
    ttft_ms    double precision check (ttft_ms >= 0),
    load_ms    double precision check (load_ms >= 0),
    samples    bigint not null default 1 check (samples >= 1),
    updated_at timestamptz not null default now(),
    primary key (device_id, model_id, task_type)
)
with (fillfactor = 50);

-- Connections that failed, per worker and device, in a row. Cleared by the first that succeeds.
create table worker_reach (
    worker_id  text not null,
    device_id  text not null references devices (id) on delete cascade,
    failures   integer not null default 0 check (failures >= 0),
    -- Set from the third failure in a row on; the worker is not offered the device until a while after.
    lost_at    timestamptz,
    updated_at timestamptz not null default now(),
    primary key (worker_id, device_id)
);

alter table models
    -- `probe`: some node has it; `seed`: shipped; `sync`: from a provider's catalogue; `operator`: entered by hand.
    add column origin text not null default 'probe' check (origin in ('probe', 'seed', 'sync', 'operator'));

-- The usual cloud models. Context in tokens.
insert into models (provider, id, kind, context, thinking, tier, origin) values
    ('openai', 'gpt-4o-mini', 'chat', 128000, false, 'cloud_economy', 'seed'),
    ('openai', 'gpt-4o', 'chat', 128000, false, 'cloud_premium', 'seed'),
    ('openrouter', 'openai/gpt-4o-mini', 'chat', 128000, false, 'cloud_economy', 'seed'),
    ('openrouter', 'google/gemini-2.5-flash', 'chat', 1000000, false, 'cloud_economy', 'seed'),
    ('openrouter', 'x-ai/grok-4.1-fast', 'chat', 131000, false, 'cloud_economy', 'seed'),
    ('openrouter', 'anthropic/claude-sonnet-4-5', 'chat', 200000, true, 'cloud_premium', 'seed')
on conflict (provider, id) do nothing;
