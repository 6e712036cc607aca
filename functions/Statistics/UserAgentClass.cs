using Microsoft.AspNetCore.Http;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Statistics;

/// <summary>Classifies the device and language of a request, as coarsely as the statistics need.</summary>
internal static class UserAgentClass
{
    // Longer user agents are cut here.
    private const int MaxLength = 512;

    private static readonly string[] Programs =
        ["bot", "crawl", "spider", "slurp", "preview", "headless", "curl/", "wget/", "python", "java/", "okhttp", "go-http", "node-fetch", "axios", "libwww", "scrapy", "monitor", "http"];

    public static DeviceClass DeviceOf(HttpRequest request) => DeviceOf(request.Headers.UserAgent.ToString());

    /// <summary>Applies plain rules; the first match wins. <c>http</c> is in the names of many libraries and in the URL that crawlers give.</summary>
    public static DeviceClass DeviceOf(string userAgent)
    {
        var said = userAgent.AsSpan(0, Math.Min(userAgent.Length, MaxLength));
        if (said.IsWhiteSpace() || SaysAny(said, Programs)) return DeviceClass.Bot;
        var android = Says(said, "Android");
        if (Says(said, "iPad") || Says(said, "Tablet") || (android && !Says(said, "Mobi"))) return DeviceClass.Tablet;
        if (android || Says(said, "Mobi") || Says(said, "iPhone")) return DeviceClass.Mobile;
        return SaysAny(said, ["Windows NT", "Macintosh", "X11", "CrOS"]) ? DeviceClass.Desktop : DeviceClass.Other;
    }

    /// <summary>Returns the language that the URL asks for, which is the page's, or else the browser's.</summary>
    public static UsageLanguage LanguageOf(HttpRequest request) => Languages.Asked(request) switch
    {
        Language.Spanish => UsageLanguage.Spanish,
        Language.English => UsageLanguage.English,
        _ => LanguageOf(request.Headers.AcceptLanguage.ToString()),
    };

    /// <summary>Returns the first language in the header: browsers list them in order of preference.</summary>
    public static UsageLanguage LanguageOf(string acceptLanguage)
    {
        var first = acceptLanguage.AsSpan();
        var end = first.IndexOfAny(',', ';', '-');
        if (end >= 0) first = first[..end];
        first = first.Trim();
        return first.IsEmpty || first is "*" ? UsageLanguage.None
            : first.Equals("es", StringComparison.OrdinalIgnoreCase) ? UsageLanguage.Spanish
            : first.Equals("en", StringComparison.OrdinalIgnoreCase) ? UsageLanguage.English
            : UsageLanguage.Other;
    }

    private static bool SaysAny(ReadOnlySpan<char> text, string[] words)
    {
        foreach (var word in words)
        {
            if (Says(text, word)) return true;
        }

        return false;
    }

    private static bool Says(ReadOnlySpan<char> text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
