using System.Text.Json;

namespace ServerlessDecide.Standalone.Hosting;

/// <summary>Reads the <c>Values</c> of local.settings.json, which serve as environment variables as in <c>func start</c>.</summary>
internal static class LocalSettings
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Returns the values of the file in the current folder, or else in the app's; empty if there is no file.</summary>
    /// <exception cref="StartException">The file exists and cannot be used.</exception>
    public static Dictionary<string, string?> Read()
    {
        string[] places = [Path.GetFullPath("local.settings.json"), Path.Combine(AppContext.BaseDirectory, "local.settings.json")];
        var path = Array.Find(places, File.Exists);
        return path is null ? [] : Read(path);
    }

    internal static Dictionary<string, string?> Read(string path)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new StartException($"The file {path} must hold a JSON object.");
            if (document.RootElement.TryGetProperty("IsEncrypted", out var encrypted) && encrypted.ValueKind == JsonValueKind.True)
            {
                throw new StartException($"The file {path} is encrypted: only 'func settings decrypt' can open it.");
            }

            if (!document.RootElement.TryGetProperty("Values", out var section)) return values;
            foreach (var setting in section.EnumerateObject())
            {
                values[setting.Name.Replace("__", ":", StringComparison.Ordinal)] = setting.Value.ValueKind == JsonValueKind.String
                    ? setting.Value.GetString()
                    : throw new StartException($"The file {path}: '{setting.Name}' must be a string, as every setting is.");
            }

            return values;
        }
        catch (Exception refused) when (refused is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            throw new StartException($"The file {path} cannot be read: {refused.Message}");
        }
    }
}
