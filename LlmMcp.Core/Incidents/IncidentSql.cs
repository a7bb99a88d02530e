namespace LlmMcp.Core.Incidents;

/// <summary>Statements of incidents. What writes names the holder it expects, and holds the watch's row until it commits.</summary>
internal static class IncidentSql
{
    // Taken when free, run out, or one's own. A watch that was lost and taken back has a new version, so nothing old gets through.
    public const string Lease =
        """
        update incident_watch
        set holder = @holder, held_until = now() + make_interval(secs => @seconds), updated_at = now(),
            version = version + case when holder = @holder then 0 else 1 end
        where name = 'telemetry' and (holder = @holder or held_until < now())
        """;

    public const string Release = "update incident_watch set holder = '', held_until = '-infinity', updated_at = now() where name = 'telemetry' and holder = @holder";

    public const string Watch = "select holder, held_until, version, memory::text from incident_watch where name = 'telemetry'";

    public const string Held = "select version from incident_watch where name = 'telemetry' and holder = @holder and held_until >= now() for update";

    public const string Remember =
        """
        update incident_watch
        set version = version + 1, memory = @memory::jsonb, updated_at = now()
        where name = 'telemetry' and holder = @holder and version = @version
        """;

    private const string Columns = "id, identity, rule, subject, severity, state, told, text, opened_at, closed_at, message";

    public const string Unsettled =
        "select " + Columns +
        """

        from incidents
        where state = 'open' or told <> 'closed'
        order by opened_at, id
        limit @limit
        """;

    public const string List =
        "select " + Columns +
        """

        from incidents
        where (@state::text is null or state = @state)
          and (@rule::text is null or rule = @rule)
          and (@after::uuid is null or (opened_at, id) < (select opened_at, id from incidents where id = @after))
        order by opened_at desc, id desc
        limit @limit
        """;

    // What is settled stays as it is.
    public const string Write =
        """
        insert into incidents as i (id, identity, rule, subject, severity, state, told, text, opened_at, closed_at, message)
        select id, identity, rule, subject, severity, state, told, text, opened_at, closed_at, message
        from jsonb_to_recordset(@incidents::jsonb) as row (
            id uuid, identity text, rule text, subject text, severity text, state text, told text, text text,
            opened_at timestamptz, closed_at timestamptz, message uuid)
        order by state = 'open', id
        on conflict (id) do update
        set severity = excluded.severity, state = excluded.state, told = excluded.told, text = excluded.text,
            closed_at = excluded.closed_at, message = excluded.message, updated_at = now()
        where i.state = 'open' or i.told <> 'closed'
        """;

    // A message that was told already is told again only when it says something else. One that is being sent stays so: its end
    // finds another revision, and what its sender left open is not forgotten.
    public const string WriteMessages =
        """
        insert into incident_messages as m (id, channel, text, state, external_id, unsure)
        select row.id, row.channel, row.text, case when row.external_id is null then 'pending' else 'sent' end, row.external_id, coalesce(row.unsure, false)
        from rows from (jsonb_to_recordset(@messages::jsonb) as (id uuid, channel text, text text, external_id text, unsure boolean))
            with ordinality as row (id, channel, text, external_id, unsure, place)
        order by row.place
        on conflict (id, channel) do update
        set text = excluded.text, revision = m.revision + 1, updated_at = now(),
            state = case when m.state = 'sending' then 'sending' else 'pending' end
        where m.state <> 'dropped' and m.text <> excluded.text
        """;

    public const string DropOldest =
        """
        update incident_messages
        set state = 'dropped', error = 'too many were waiting', updated_at = now()
        where state = 'pending'
          and sequence <= (
              select sequence
              from incident_messages
              where state = 'pending'
              order by sequence desc
              offset @most
              limit 1)
        """;

    public const string ForgetIncidents = "delete from incidents where state = 'closed' and closed_at < now() - interval '30 days'";

    public const string ForgetMessages =
        """
        delete from incident_messages m
        where m.updated_at < now() - interval '30 days'
          and not exists (select from incidents i where i.message = m.id and i.state = 'open')
        """;

    // What another process was sending when it ended may have arrived.
    public const string ClaimMessages =
        """
        with next as (
            select id, channel
            from incident_messages
            where state in ('pending', 'sending') and channel = any(@channels::text[])
            order by sequence
            limit @limit
            for update
        )
        update incident_messages m
        set state = 'sending', holder = @holder, attempts = m.attempts + 1, updated_at = now(),
            unsure = m.unsure or (m.state = 'sending' and m.external_id is null)
        from next
        where m.id = next.id and m.channel = next.channel and m.state in ('pending', 'sending')
        returning m.id, m.channel, m.text, m.revision, m.external_id, m.unsure, m.attempts, m.created_at, m.sequence
        """;

    // A text that changed while it was sent is still to be told.
    public const string FinishMessage =
        """
        update incident_messages
        set state = case when @dropped then 'dropped' when @sent and revision = @revision then 'sent' else 'pending' end,
            external_id = @external_id, unsure = not @sent and (unsure or @unsure), error = @error::text, holder = '', updated_at = now()
        where id = @id and channel = @channel and state = 'sending' and holder = @holder
        """;

    public const string ListMessages =
        """
        select id, channel, state, revision, external_id, unsure, attempts, error, created_at
        from incident_messages
        where (@state::text is null or state = @state)
        order by sequence desc
        limit @limit
        """;

    public const string Notes = "select name, value::text from incident_notes order by name";

    public const string WriteNote =
        """
        insert into incident_notes (name, value)
        values (@name, @value::jsonb)
        on conflict (name) do update
        set value = excluded.value, updated_at = now()
        """;

    // Attempts that a job may not have can never be reached: then its last one counts.
    public const string Failures =
        """
        select id, kind, attempts, max_attempts, left(error, 500), finished_at
        from jobs
        where status = 'error' and finished_at > @after and attempts >= least(@attempts, max_attempts)
        order by finished_at, id
        limit @limit
        """;
}
