-- The deployed system's migration 02: costs, concurrency, indexes. Never run by itself: some installations have it.
alter table device_limits add column max_concurrency int;

create table llm_costs (
    id uuid primary key default gen_random_uuid(),
    job_id uuid references jobs (id),
    model_id text not null,
    provider text not null,
    tokens_in int not null default 0,
    tokens_out int not null default 0,
    cost_usd numeric not null default 0,
    currency text not null default 'USD',
    created_at timestamptz not null default now()
);
create index llm_costs_job_idx on llm_costs (job_id);
create index llm_costs_model_idx on llm_costs (model_id, created_at desc);
create index llm_costs_created_idx on llm_costs (created_at desc);

create index jobs_device_id_idx on jobs ((payload ->> 'device_id'));
create index jobs_model_id_idx on jobs ((payload ->> 'model_id'));
create index jobs_updated_status_idx on jobs (updated_at desc, status);

create function calculate_job_cost(p_model_id text, p_tokens_in int, p_tokens_out int) returns numeric language sql stable as $$
    select coalesce((select p_tokens_in / 1e6 * coalesce(price_in_1m, 0) + p_tokens_out / 1e6 * coalesce(price_out_1m, 0)
                     from model_pricing where model_id = p_model_id), 0)
$$;

create view v_cost_stats as
select date(created_at) as date, model_id, provider, count(*) as requests, sum(tokens_in) as total_tokens_in,
       sum(tokens_out) as total_tokens_out, sum(cost_usd) as total_cost_usd
from llm_costs
group by 1, 2, 3
order by 1 desc, 7 desc;
