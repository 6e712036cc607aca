using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Headers;

namespace ServerlessDecide.Functions.Hosting;

/// <summary>A sentence that the software says, in its two languages.</summary>
internal readonly record struct Wording(string Es, string En)
{
    public string In(Language language) => language == Language.English ? En : Es;
}

/// <summary>The languages the software speaks.</summary>
internal enum Language
{
    Spanish,
    English,
}

/// <summary>
/// Which language a request is answered in. No other place decides. What everybody may read follows its address alone, refusals included:
/// a cache keeps one document for an address, and Front Door does not even pass <c>Accept-Language</c> on. All else is kept by nobody, and
/// follows the address and then the caller.
/// </summary>
internal static class Languages
{
    /// <summary>The query parameter that names a language: <c>es</c> or <c>en</c>, once. Empty, it names none.</summary>
    public const string Parameter = "lang";

    public static readonly Wording Rule = new("debe ser es o en, una sola vez", "must be es or en, once");

    private static readonly object AddressAlone = new();

    /// <summary>The language of the answer.</summary>
    public static Language Of(HttpRequest request)
    {
        if (Asked(request) is { } asked) return asked;
        return request.HttpContext.Items.ContainsKey(AddressAlone) ? Language.Spanish : Preferred(request);
    }

    /// <summary>The language that the address asks for; null when it asks for none, or for one that there is not.</summary>
    public static Language? Asked(HttpRequest request) => TryRead(request, out var asked) ? asked : null;

    /// <param name="asked">The language that the address asks for; null when it asks for none.</param>
    /// <returns>False when what it asks for is no language, or more than one.</returns>
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

    /// <summary>From here on, no header of this request says anything of its language.</summary>
    public static void FollowAddressAlone(HttpContext http) => http.Items[AddressAlone] = true;

    /// <summary>What the caller prefers of what there is, by <c>Accept-Language</c>; Spanish when it says nothing we speak.</summary>
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
