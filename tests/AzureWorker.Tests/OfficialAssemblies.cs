using System.Reflection;
using System.Runtime.Loader;

namespace ServerlessDecide.AzureWorker.Tests;

/// <summary>The published official assemblies, in a context of their own, because their types have the same names as the declared ones.</summary>
internal sealed class OfficialAssemblies : AssemblyLoadContext
{
    private readonly Dictionary<string, string> files;

    private OfficialAssemblies(string folder)
        : base("official packages")
    {
        files = Directory.GetFiles(folder, "Microsoft.Azure.Functions.Worker*.dll")
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal);
        Types = files.Values.SelectMany(file => LoadFromAssemblyPath(file).GetExportedTypes()).ToLookup(type => type.FullName!, StringComparer.Ordinal);
    }

    /// <summary>The only instance. Use it only if the app was published: see <see cref="AzureBuildFactAttribute"/>.</summary>
    public static OfficialAssemblies Instance { get; } = new(AzureBuildFactAttribute.Folder!);

    /// <summary>All public types by full name; a few names occur twice.</summary>
    public ILookup<string, Type> Types { get; }

    protected override Assembly? Load(AssemblyName assemblyName) =>
        files.TryGetValue(assemblyName.Name!, out var file) ? LoadFromAssemblyPath(file) : null;
}
