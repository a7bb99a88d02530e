namespace LlmMcp.Core.Fleet.Limits;

/// <summary>Statements of limits. What writes holds <see cref="FleetSql.Lock"/>.</summary>
internal static class LimitSql
{
    // Null entries: the settings cannot be read just now, and what they said before still counts. The time is touched each
    // round, so that the word of a Core that is gone can be forgotten.
    public const string WriteSettings =
        """
        insert into limit_settings (core, entries, mistakes)
        values (@core, coalesce(@entries::jsonb, '{}'), @mistakes::text[])
        on conflict (core) do update
        set entries = coalesce(@entries::jsonb, limit_settings.entries), mistakes = excluded.mistakes, updated_at = now()
        """;

    // A Core that limits nothing says nothing.
    public const string RemoveSettings = "delete from limit_settings where core = @core";

    public const string ForgetSettings = "delete from limit_settings where updated_at < now() - make_interval(secs => @forget_seconds)";

    public const string ListSettings =
        """
        select core, entries, mistakes
        from limit_settings
        order by core
        """;

    public const string ListEntered =
        """
        select device_id, ram_gb, vram_gb, max_params_b, max_size_gb, max_context, false, allow_models, deny_models, max_concurrency, origin
        from device_limits
        """;

    public const string ListDevices = "select id, parent_id, origin = 'cloud' from devices";

    public const string ListEffective =
        """
        select device_id, ram_gb, vram_gb, max_params_b, max_size_gb, max_context, context_derived, allow_models, deny_models, max_concurrency, sources
        from effective_limits
        """;

    private const string Wanted =
        """
        wanted as (
            select *
            from jsonb_to_recordset(@rows::jsonb) as row (
                device_id text, ram_gb numeric, vram_gb numeric, max_params_b numeric, max_size_gb numeric, max_context integer,
                context_derived boolean, allow_models text[], deny_models text[], max_concurrency integer, sources jsonb)
        )
        """;

    public const string RemoveEffective =
        "with " + Wanted +
        """

        delete from effective_limits e
        where not exists (select from wanted w where w.device_id = e.device_id)
        """;

    public const string WriteEffective =
        "with " + Wanted +
        """

        insert into effective_limits as e (
            device_id, ram_gb, vram_gb, max_params_b, max_size_gb, max_context, context_derived, allow_models, deny_models, max_concurrency, sources)
        select device_id, ram_gb, vram_gb, max_params_b, max_size_gb, max_context, context_derived, allow_models, deny_models, max_concurrency, sources
        from wanted
        order by device_id
        on conflict (device_id) do update
        set ram_gb = excluded.ram_gb, vram_gb = excluded.vram_gb, max_params_b = excluded.max_params_b, max_size_gb = excluded.max_size_gb,
            max_context = excluded.max_context, context_derived = excluded.context_derived, allow_models = excluded.allow_models,
            deny_models = excluded.deny_models, max_concurrency = excluded.max_concurrency, sources = excluded.sources, updated_at = now()
        where (e.ram_gb, e.vram_gb, e.max_params_b, e.max_size_gb, e.max_context, e.context_derived, e.allow_models, e.deny_models,
               e.max_concurrency, e.sources)
              is distinct from
              (excluded.ram_gb, excluded.vram_gb, excluded.max_params_b, excluded.max_size_gb, excluded.max_context, excluded.context_derived,
               excluded.allow_models, excluded.deny_models, excluded.max_concurrency, excluded.sources)
        """;

    // Models the device no longer has included: when one returns, its verdict is there already.
    public const string ListModels =
        """
        select dm.device_id, dm.provider, dm.model_id, m.params_b, m.size_bytes, m.context, dm.forbidden, m.status = 'disabled'
        from device_models dm
        join models m on m.provider = dm.provider and m.id = dm.model_id
        """;

    public const string WriteForbidden =
        """
        update device_models m
        set forbidden = verdict.reason, updated_at = now()
        from unnest(@devices::text[], @models::text[], @reasons::text[]) as verdict (device_id, model_id, reason)
        where m.device_id = verdict.device_id and m.model_id = verdict.model_id
          and m.forbidden is distinct from verdict.reason
        """;

    public const string Enter =
        """
        insert into device_limits as l (
            device_id, ram_gb, vram_gb, max_params_b, max_size_gb, max_context, allow_models, deny_models, max_concurrency, origin)
        select d.id, @ram_gb::numeric, @vram_gb::numeric, @max_params_b::numeric, @max_size_gb::numeric, @max_context::integer,
               @allow_models::text[], @deny_models::text[], @max_concurrency::integer, 'api'
        from devices d
        where d.id = @id
        on conflict (device_id) do update
        set ram_gb = excluded.ram_gb, vram_gb = excluded.vram_gb, max_params_b = excluded.max_params_b, max_size_gb = excluded.max_size_gb,
            max_context = excluded.max_context, allow_models = excluded.allow_models, deny_models = excluded.deny_models,
            max_concurrency = excluded.max_concurrency, origin = excluded.origin, updated_at = now()
        """;

    public const string Remove = "delete from device_limits where device_id = @id";
}
