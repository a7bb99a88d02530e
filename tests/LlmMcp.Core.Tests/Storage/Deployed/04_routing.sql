-- The deployed system's migration 04: tiers, thinking, ratings, its first cloud models.
alter table models add column tier text;
alter table models add column thinking boolean default false;
create index models_tier_idx on models (tier, provider);
create index models_thinking_idx on models (thinking) where thinking;

create view v_device_stats as
select d.id as device_id, d.name, d.status, d.last_seen,
       count(a.id) as total_jobs_7d,
       count(a.id) filter (where a.status = 'done') as done_jobs_7d,
       coalesce(round(count(a.id) filter (where a.status = 'done') * 100.0 / nullif(count(a.id), 0), 1), 0) as success_rate,
       avg((a.metrics ->> 'ms')::numeric)::int as avg_latency_ms
from devices d
left join jobs j on j.payload ->> 'device_id' = d.id
left join job_attempts a on a.job_id = j.id and a.started_at >= now() - interval '7 days'
where d.tags ->> 'ollama' = 'true'
group by d.id, d.name, d.status, d.last_seen;

insert into models (id, provider, kind, context_k, tier, thinking) values
    ('google/gemini-2.5-flash', 'openrouter', 'chat', 1000, 'cloud_economy', false),
    ('x-ai/grok-4.1-fast', 'openrouter', 'chat', 131, 'cloud_economy', false),
    ('anthropic/claude-sonnet-4-5', 'openrouter', 'chat', 200, 'cloud_premium', true);
insert into model_pricing (model_id, price_in_1m, price_out_1m) values
    ('google/gemini-2.5-flash', 0.15, 0.60), ('x-ai/grok-4.1-fast', 5.00, 25.00), ('anthropic/claude-sonnet-4-5', 3.00, 15.00);
update models set tier = 'small' where provider = 'ollama' and params_b <= 2.0;
update models set tier = 'medium' where provider = 'ollama' and params_b > 2.0 and params_b <= 4.5;
update models set thinking = true where provider = 'ollama' and id like 'qwen3:%';
