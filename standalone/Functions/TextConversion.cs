using System.Globalization;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessDecide.Standalone.Functions;

/// <summary>
/// Converts text to a parameter's type by the rules of the real worker: text, Guid and dates by their own parsers, the rest as JSON.
/// So <c>01</c> is not a number and <c>True</c> is not a Boolean, there or here.
/// </summary>
internal static class TextConversion
{
    private static readonly Type[] Simple =
    [
        typeof(string), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(bool), typeof(byte), typeof(short),
        typeof(int), typeof(long), typeof(uint), typeof(ulong), typeof(float), typeof(double), typeof(decimal),
    ];

    public static bool Supports(Type type) => Simple.Contains(Nullable.GetUnderlyingType(type) ?? type);

    /// <exception cref="FunctionInputConverterException">The text is not of that type.</exception>
    public static object? Convert(string text, Type type, string parameter, JsonSerializerOptions json)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        if (target == typeof(string)) return text;
        if (target == typeof(Guid) && Guid.TryParse(text, out var id)) return id;
        if (target == typeof(DateTimeOffset)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return moment;
        }

        if (target == typeof(DateTime)
            && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        try
        {
            return JsonSerializer.Deserialize(text, type, json);
        }
        catch (JsonException refused)
        {
            throw new FunctionInputConverterException($"The parameter '{parameter}' cannot be read as {target.Name}.", refused);
        }
    }
}
