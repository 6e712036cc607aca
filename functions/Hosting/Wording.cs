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

internal static class Languages
{
    /// <summary>What the caller prefers of what there is, by <c>Accept-Language</c>; Spanish when it says nothing we speak.</summary>
    public static Language Of(HttpRequest request)
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
