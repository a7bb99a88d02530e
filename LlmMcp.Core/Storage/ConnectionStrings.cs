using Npgsql;

namespace LlmMcp.Core.Storage;

/// <summary>Reads the connection setting in either of its forms.</summary>
internal static class ConnectionStrings
{
    /// <summary>
    /// Turns a <c>postgres://user:password@host:port/database?sslmode=require</c> URL into Npgsql's form; anything else is
    /// taken as that form already.
    /// </summary>
    /// <exception cref="FormatException">The text is neither; the message does not repeat it, because it holds a password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        try
        {
            return text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
                ? FromUrl(new Uri(text))
                : new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception exception) when (exception is UriFormatException or ArgumentException or FormatException)
        {
            throw new FormatException("ConnectionStrings:llmdb (DB_DSN) is neither a postgres:// URL nor a Npgsql connection string.", exception);
        }
    }

    private static NpgsqlConnectionStringBuilder FromUrl(Uri url)
    {
        var builder = new NpgsqlConnectionStringBuilder { Host = url.DnsSafeHost, Port = url.Port > 0 ? url.Port : 5432 };
        var user = url.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
        {
            builder.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length > 1)
        {
            builder.Password = Uri.UnescapeDataString(user[1]);
        }

        if (url.AbsolutePath.Length > 1)
        {
            builder.Database = Uri.UnescapeDataString(url.AbsolutePath[1..]);
        }

        foreach (var (key, values) in Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(url.Query))
        {
            switch (key)
            {
                case "sslmode":
                    builder.SslMode = Enum.Parse<SslMode>(values.ToString().Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
                    break;
                case "host":
                    builder.Host = values.ToString();
                    break;
                case "application_name":
                    builder.ApplicationName = values.ToString();
                    break;
                case "connect_timeout":
                    builder.Timeout = int.Parse(values.ToString(), System.Globalization.CultureInfo.InvariantCulture);
                    break;
                default:
                    // libpq knows many more; those that Npgsql lacks change nothing about correctness.
                    break;
            }
        }

        return builder;
    }
}
