using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using LlmMcp.ServiceDefaults.Environment;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LlmMcp.ServiceDefaults.Start;

/// <summary>Reads options from their section and checks what their attributes say.</summary>
public static class SettingsValidation
{
    /// <summary>
    /// Binds the options to <paramref name="section"/> and validates their attributes. A mistake is told in the attribute's own
    /// words, where "the field" is the key and the variable that sets it. What the binder cannot take is one more mistake: thrown
    /// while binding, it would hide the others.
    /// </summary>
    public static OptionsBuilder<T> BindSettings<T>(this OptionsBuilder<T> builder, string section)
        where T : class
    {
        var settings = new Settings<T>(builder.Name, section);
        builder.Configure<IConfiguration>(settings.Bind);
        builder.Services.AddSingleton<IOptionsChangeTokenSource<T>>(
            services => new ConfigurationChangeTokenSource<T>(builder.Name, services.GetRequiredService<IConfiguration>()));
        builder.Services.AddSingleton<IValidateOptions<T>>(settings);
        return builder;
    }

    /// <summary>The key and, in brackets, the flat variable that sets it, if there is one.</summary>
    internal static string Subject(string key) =>
        EnvironmentAliases.All.FirstOrDefault(variable => variable.Key.Equals(key, StringComparison.OrdinalIgnoreCase)) is { } variable
            ? $"{key} ({variable.Name})"
            : key;

    private sealed class Settings<T>(string name, string section) : IValidateOptions<T>
        where T : class
    {
        private readonly ConditionalWeakTable<T, string> unreadable = [];

        public void Bind(T options, IConfiguration configuration)
        {
            try
            {
                configuration.GetSection(section).Bind(options);
            }
            catch (InvalidOperationException exception) when (SettingsMistakes.In(exception) is { Count: > 0 } mistakes)
            {
                unreadable.AddOrUpdate(options, mistakes[0]);
            }
        }

        public ValidateOptionsResult Validate(string? asked, T options)
        {
            if (asked is not null && asked != name)
            {
                return ValidateOptionsResult.Skip;
            }

            var mistakes = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(property => Broken(options, property)).ToList();
            if (unreadable.TryGetValue(options, out var mistake))
            {
                mistakes.Add(mistake);
            }

            return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
        }

        private IEnumerable<string> Broken(T options, PropertyInfo property)
        {
            var key = property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name;
            var context = new ValidationContext(options) { MemberName = property.Name, DisplayName = Subject($"{section}:{key}") };
            return property.GetCustomAttributes<ValidationAttribute>(inherit: true)
                .Select(rule => rule.GetValidationResult(property.GetValue(options), context)?.ErrorMessage).OfType<string>();
        }
    }
}
