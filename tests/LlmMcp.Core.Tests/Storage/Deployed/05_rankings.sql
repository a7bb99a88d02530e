-- The deployed system's migration 05: rankings and statistics of models; costs no longer hold on to their jobs.
alter table llm_costs drop constraint llm_costs_job_id_fkey;

create table model_rankings (
    model_id text primary key,
    provider text not null,
    display_name text,
    category_scores jsonb default '{}',
    context_k int,
    price_in_1m numeric,
    price_out_1m numeric,
    modalities jsonb default '["text"]',
    supports_streaming boolean default true,
    supports_tools boolean default false,
    supports_vision boolean default false,
    is_local boolean default false,
    updated_at timestamptz default now()
);

create table model_stats (
    model_id text primary key,
    total_requests int default 0,
    total_tokens_in bigint default 0,
    total_tokens_out bigint default 0,
    total_cost_usd numeric default 0,
    avg_duration_ms int default 0,
    error_count int default 0,
    last_used_at timestamptz,
    feedback_positive int default 0,
    feedback_negative int default 0,
    success_rate numeric generated always as (
        case when total_requests > 0 then (total_requests - error_count)::numeric / total_requests * 100 else 0 end) stored,
    avg_cost_per_request numeric generated always as (
        case when total_requests > 0 then total_cost_usd / total_requests else 0 end) stored,
    updated_at timestamptz default now()
);

insert into model_rankings (model_id, provider, display_name, category_scores, context_k, price_in_1m, price_out_1m, supports_vision) values
    ('google/gemini-2.5-flash', 'openrouter', 'Gemini 2.5 Flash', '{"programming": 78, "search": 92}', 1000, 0.15, 0.60, true),
    ('qwen/qwen3.5-9b', 'openrouter', 'Qwen 3.5 9B', '{"programming": 75, "multilingual": 90}', 262, 0.10, 0.15, false);
