-- Prices with what a provider prices apart, costs that say what they were made of, and what people think of answers.

alter table model_pricing
    -- Prompt tokens read from the provider's cache; null: as any other prompt token.
    add column price_cached_in_1m numeric check (price_cached_in_1m >= 0),
    -- Tokens of a chain of thought, which are part of the answer's; null: as any other token of the answer.
    add column price_reasoning_1m numeric check (price_reasoning_1m >= 0),
    -- USD per request, whatever its length.
    add column price_request numeric not null default 0 check (price_request >= 0);

alter table llm_costs
    -- Part of tokens_in.
    add column cached_in integer not null default 0 check (cached_in >= 0),
    -- Part of tokens_out.
    add column reasoning_out integer not null default 0 check (reasoning_out >= 0),
    -- `table`: from model_pricing. `provider`: what the provider says it charged.
    add column priced_by text not null default 'table' check (priced_by in ('table', 'provider')),
    add column duration_ms integer check (duration_ms >= 0);

-- Attempts that failed, by day (UTC): failures write no cost row. One row per model and batch, so quiet days touch nothing.
create table model_errors (
    provider text not null,
    model_id text not null,
    day      date not null,
    errors   bigint not null default 0 check (errors >= 0),
    primary key (provider, model_id, day)
);

create table model_feedback (
    id         uuid primary key default gen_random_uuid(),
    model_id   text not null check (model_id <> '' and length(model_id) <= 300),
    good       boolean not null,
    comment    text not null default '' check (length(comment) <= 2000),
    created_at timestamptz not null default now()
);
create index model_feedback_model_idx on model_feedback (model_id);

-- Whose catalogue was read when. The row is what Cores take turns by.
create table catalogue_syncs (
    provider      text primary key,
    -- While a Core reads the catalogue; a Core that died holds it no longer than this.
    claimed_until timestamptz,
    claim_no      bigint not null default 0,
    synced_at     timestamptz,
    failed_at     timestamptz,
    models        integer not null default 0,
    error         text
);
insert into catalogue_syncs (provider) values ('openrouter');

-- Public price lists as of June 2025, USD per million tokens. Cached prompt tokens where the provider prices them apart.
insert into model_pricing (provider, model_id, price_in_1m, price_cached_in_1m, price_out_1m) values
    ('openai', 'gpt-4o-mini', 0.15, 0.075, 0.60),
    ('openai', 'gpt-4o', 2.50, 1.25, 10.00),
    ('openai', 'gpt-4.1', 2.00, 0.50, 8.00),
    ('openai', 'gpt-4.1-mini', 0.40, 0.10, 1.60),
    ('openai', 'gpt-4.1-nano', 0.10, 0.025, 0.40),
    ('openai', 'o3', 2.00, 0.50, 8.00),
    ('openai', 'o4-mini', 1.10, 0.275, 4.40),
    ('openai', 'text-embedding-3-small', 0.02, null, 0),
    ('openai', 'text-embedding-3-large', 0.13, null, 0),
    ('openrouter', 'openai/gpt-4o-mini', 0.15, 0.075, 0.60),
    ('openrouter', 'openai/gpt-4o', 2.50, 1.25, 10.00),
    ('openrouter', 'openai/gpt-4.1', 2.00, 0.50, 8.00),
    ('openrouter', 'openai/gpt-4.1-mini', 0.40, 0.10, 1.60),
    ('openrouter', 'openai/gpt-4.1-nano', 0.10, 0.025, 0.40),
    ('openrouter', 'openai/o4-mini', 1.10, 0.275, 4.40),
    ('openrouter', 'google/gemini-2.5-pro', 1.25, null, 10.00),
    ('openrouter', 'anthropic/claude-sonnet-4', 3.00, 0.30, 15.00)
on conflict (provider, model_id) do update
set price_cached_in_1m = excluded.price_cached_in_1m
where model_pricing.origin = 'seed';

-- What the deployed system ranks, at its prices.
insert into model_pricing (provider, model_id, price_in_1m, price_out_1m) values
    ('openrouter', 'google/gemini-2.5-flash-lite', 0.075, 0.30),
    ('openrouter', 'anthropic/claude-sonnet-4-6', 3.00, 15.00),
    ('openrouter', 'anthropic/claude-opus-4-6', 15.00, 75.00),
    ('openrouter', 'deepseek/deepseek-chat-v3', 0.27, 1.10),
    ('openrouter', 'x-ai/grok-4.1', 3.00, 15.00),
    ('openrouter', 'meta-llama/llama-4-maverick', 0.20, 0.60),
    ('openrouter', 'qwen/qwen3.5-9b', 0.10, 0.15)
on conflict (provider, model_id) do nothing;

-- Context in tokens. A model without a tier is never chosen by quality: these names are the deployed system's own, and
-- whether the provider serves them is known only after a sync, which then fills in the tier.
insert into models (provider, id, kind, context, thinking, tier, origin) values
    ('openai', 'gpt-4.1', 'chat', 1047576, false, 'cloud_premium', 'seed'),
    ('openai', 'gpt-4.1-mini', 'chat', 1047576, false, 'cloud_economy', 'seed'),
    ('openai', 'gpt-4.1-nano', 'chat', 1047576, false, 'cloud_economy', 'seed'),
    ('openai', 'o3', 'chat', 200000, true, 'cloud_premium', 'seed'),
    ('openai', 'o4-mini', 'chat', 200000, true, 'cloud_economy', 'seed'),
    ('openai', 'text-embedding-3-small', 'embed', 8191, false, 'cloud_economy', 'seed'),
    ('openai', 'text-embedding-3-large', 'embed', 8191, false, 'cloud_premium', 'seed'),
    ('openrouter', 'openai/gpt-4o', 'chat', 128000, false, 'cloud_premium', 'seed'),
    ('openrouter', 'openai/gpt-4.1', 'chat', 1047576, false, 'cloud_premium', 'seed'),
    ('openrouter', 'openai/gpt-4.1-mini', 'chat', 1047576, false, 'cloud_economy', 'seed'),
    ('openrouter', 'openai/gpt-4.1-nano', 'chat', 1047576, false, 'cloud_economy', 'seed'),
    ('openrouter', 'openai/o4-mini', 'chat', 200000, true, 'cloud_economy', 'seed'),
    ('openrouter', 'google/gemini-2.5-pro', 'chat', 1048576, true, 'cloud_premium', 'seed'),
    ('openrouter', 'anthropic/claude-sonnet-4', 'chat', 200000, true, 'cloud_premium', 'seed'),
    ('openrouter', 'google/gemini-2.5-flash-lite', 'chat', 262000, false, 'cloud_economy', 'seed'),
    ('openrouter', 'meta-llama/llama-4-maverick', 'chat', 128000, false, 'cloud_economy', 'seed'),
    ('openrouter', 'anthropic/claude-sonnet-4-6', 'chat', 200000, true, null, 'seed'),
    ('openrouter', 'anthropic/claude-opus-4-6', 'chat', 200000, true, null, 'seed'),
    ('openrouter', 'deepseek/deepseek-chat-v3', 'chat', 128000, false, null, 'seed'),
    ('openrouter', 'x-ai/grok-4.1', 'chat', 131000, false, null, 'seed'),
    ('openrouter', 'qwen/qwen3.5-9b', 'chat', 262000, false, null, 'seed')
on conflict (provider, id) do nothing;

-- How good the deployed system takes its ranked models to be, 0 to 100 per category.
update models m
set meta = m.meta || jsonb_build_object('display_name', r.name, 'category_scores', jsonb_build_object(
    'programming', r.programming, 'search', r.search, 'analysis', r.analysis,
    'creative', r.creative, 'science', r.science, 'multilingual', r.multilingual))
from (values
    ('google/gemini-2.5-flash-lite', 'Gemini 2.5 Flash Lite', 65, 90, 75, 70, 70, 80),
    ('google/gemini-2.5-flash', 'Gemini 2.5 Flash', 78, 92, 82, 78, 80, 85),
    ('anthropic/claude-sonnet-4-6', 'Claude Sonnet 4.6', 95, 75, 92, 85, 88, 80),
    ('anthropic/claude-opus-4-6', 'Claude Opus 4.6', 98, 78, 97, 90, 95, 85),
    ('deepseek/deepseek-chat-v3', 'DeepSeek V3', 88, 70, 80, 72, 82, 75),
    ('x-ai/grok-4.1', 'Grok 4.1', 82, 85, 85, 80, 83, 70),
    ('meta-llama/llama-4-maverick', 'Llama 4 Maverick', 80, 75, 78, 82, 76, 85),
    ('qwen/qwen3.5-9b', 'Qwen 3.5 9B', 75, 78, 72, 70, 70, 90)
) as r (id, name, programming, search, analysis, creative, science, multilingual)
where m.provider = 'openrouter' and m.id = r.id;
