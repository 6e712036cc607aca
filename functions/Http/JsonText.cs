using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace ServerlessDecide.Functions.Http;

/// <summary>How text is written in every JSON document that the application serves.</summary>
internal static class JsonText
{
    /// <summary>Leaves accents unescaped; escapes characters that are special in HTML or lie outside the basic plane.</summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
}
