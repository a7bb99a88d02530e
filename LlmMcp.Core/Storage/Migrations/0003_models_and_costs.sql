-- What can be run, what it costs, how fast it was.

create table models (
    provider     text not null,
    id           text not null check (id <> '' and length(id) <= 300),
    family       text,
    kind         text not null default 'chat' check (kind in ('chat', 'embed')),
    params_b     numeric,
    context      integer,
    size_bytes   bigint,
    quantization text,
    digest       text,
    thinking     boolean not null default false,
    tier         text,
    status       text not null default 'active' check (status in ('active', 'disabled')),
    meta         jsonb not null default '{}',
    updated_at   timestamptz not null default now(),
    primary key (provider, id)
);

create table device_models (
    device_id  text not null references devices (id) on delete cascade,
    provider   text not null,
    model_id   text not null,
    available  boolean not null default true,
    loaded     boolean not null default false,
    updated_at timestamptz not null default now(),
    primary key (device_id, model_id),
    foreign key (provider, model_id) references models (provider, id) on delete cascade
);
create index device_models_model_idx on device_models (model_id) where available;

-- USD per million tokens.
create table model_pricing (
    provider     text not null,
    model_id     text not null,
    price_in_1m  numeric not null check (price_in_1m >= 0),
    price_out_1m numeric not null check (price_out_1m >= 0),
    currency     text not null default 'USD',
    origin       text not null default 'seed',
    updated_at   timestamptz not null default now(),
    primary key (provider, model_id)
);

insert into model_pricing (provider, model_id, price_in_1m, price_out_1m) values
    ('openai', 'gpt-4o-mini', 0.15, 0.60),
    ('openai', 'gpt-4o', 2.50, 10.00),
    ('openrouter', 'openai/gpt-4o-mini', 0.15, 0.60),
    ('openrouter', 'google/gemini-2.5-flash', 0.15, 0.60),
    ('openrouter', 'x-ai/grok-4.1-fast', 5.00, 25.00),
    ('openrouter', 'anthropic/claude-sonnet-4-5', 3.00, 15.00);

-- One row per job with tokens, local ones at 0. Kept when the job is gone: no foreign key.
create table llm_costs (
    id         uuid primary key default gen_random_uuid(),
    job_id     uuid,
    provider   text not null,
    model_id   text not null,
    device_id  text,
    client     text not null default '',
    source     text not null default '',
    tokens_in  integer not null default 0 check (tokens_in >= 0),
    tokens_out integer not null default 0 check (tokens_out >= 0),
    cost_usd   numeric(18, 10) not null default 0 check (cost_usd >= 0),
    currency   text not null default 'USD',
    created_at timestamptz not null default now()
);
create index llm_costs_created_idx on llm_costs (created_at desc);
create index llm_costs_model_idx on llm_costs (model_id, created_at desc);

create table benchmarks (
    id         uuid primary key default gen_random_uuid(),
    device_id  text not null references devices (id) on delete cascade,
    provider   text not null,
    model_id   text not null,
    task_type  text not null,
    tokens_in  integer,
    tokens_out integer,
    latency_ms integer,
    tps        numeric,
    meta       jsonb not null default '{}',
    ok         boolean not null default true,
    created_at timestamptz not null default now()
);
create index benchmarks_device_idx on benchmarks (device_id, created_at desc);
create index benchmarks_model_idx on benchmarks (model_id, task_type, created_at desc);

create view v_cost_stats as
select created_at::date as date, model_id, provider,
       count(*) as requests,
       sum(tokens_in) as total_tokens_in,
       sum(tokens_out) as total_tokens_out,
       sum(cost_usd) as total_cost_usd
from llm_costs
group by 1, 2, 3
order by 1 desc, total_cost_usd desc;

-- Ended attempts of the last 7 days. What the node is not to blame for (canceled, released) does not lower its rating.
create view v_device_stats as
select d.id as device_id, d.name, d.status, d.last_seen,
       count(a.job_id) as total_jobs_7d,
       count(a.job_id) filter (where a.status = 'done') as done_jobs_7d,
       coalesce(round(100.0 * count(a.job_id) filter (where a.status = 'done') / nullif(count(a.job_id), 0), 1), 0) as success_rate,
       (avg((a.metrics ->> 'ms')::numeric) filter (where a.status = 'done'))::integer as avg_latency_ms
from devices d
left join job_attempts a
       on a.device_id = d.id
      and a.started_at >= now() - interval '7 days'
      and a.status in ('done', 'error', 'lost')
group by d.id;
