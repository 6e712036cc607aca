using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Headers;

namespace ServerlessDecide.Functions.Http;

/// <summary>A text of the software in its two languages.</summary>
internal readonly record struct Wording(string Es, string En)
{
    public string In(Language language) => language == Language.English ? En : Es;
}

/// <summary>The languages of the software.</summary>
internal enum Language
{
    Spanish,
    English,
}

/// <summary>
/// Decides the language of every answer. A public read follows its address alone, refusals included: a cache keeps one document for each
/// address, and Front Door does not pass on <c>Accept-Language</c>. All other answers are not cached, and follow the address and then the
/// caller.
/// </summary>
internal static class Languages
{
    /// <summary>The query parameter that names a language: <c>es</c> or <c>en</c>, once. Empty means none.</summary>
    public const string Parameter = "lang";

    public static readonly Wording Rule = new("debe ser es o en, una sola vez", "must be es or en, once");

    private static readonly object AddressAlone = new();

    /// <summary>The language of the answer.</summary>
    public static Language Of(HttpRequest request)
    {
        if (Asked(request) is { } asked) return asked;
        return request.HttpContext.Items.ContainsKey(AddressAlone) ? Language.Spanish : Preferred(request);
    }

    /// <summary>Returns the language that the address asks for; null when it asks for none or for an unknown one.</summary>
    public static Language? Asked(HttpRequest request) => TryRead(request, out var asked) ? asked : null;

    /// <param name="asked">The language that the address asks for; null when it asks for none.</param>
    /// <returns>False when it asks for an unknown language, or for more than one.</returns>
    public static bool TryRead(HttpRequest request, out Language? asked)
    {
        asked = null;
        if (!request.Query.TryGetValue(Parameter, out var values)) return true;
        if (values.Count != 1) return false;
        asked = values[0] switch
        {
            "es" => Language.Spanish,
            "en" => Language.English,
            _ => null,
        };
        return asked is not null || string.IsNullOrEmpty(values[0]);
    }

    /// <summary>Ignores the headers of this request from here on when its language is decided.</summary>
    public static void FollowAddressAlone(HttpContext http) => http.Items[AddressAlone] = true;

    /// <summary>Returns the language that <c>Accept-Language</c> prefers; Spanish when it names neither of ours.</summary>
    private static Language Preferred(HttpRequest request)
    {
        var accepted = request.Headers.AcceptLanguage;
        if (accepted.Count == 0) return Language.Spanish;
        var best = (Language: Language.Spanish, Quality: 0d);
        foreach (var value in new RequestHeaders(request.Headers).AcceptLanguage)
        {
            Language? language = value.Value.StartsWith("es", StringComparison.OrdinalIgnoreCase) ? Language.Spanish
                : value.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? Language.English
                : null;
            var quality = value.Quality ?? 1;
            if (language is { } spoken && quality > best.Quality) best = (spoken, quality);
        }

        return best.Language;
    }

    public static string Tag(this Language language) => language == Language.English ? "en" : "es";
}
