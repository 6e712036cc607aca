using System.Reflection;
using System.Runtime.Loader;

namespace ServerlessDecide.AzureWorker.Tests;

/// <summary>The official assemblies as they were published, loaded beside everything else: their types have the names of the declared ones.</summary>
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

    /// <summary>Only where something was published: see <see cref="AzureBuildFactAttribute"/>.</summary>
    public static OfficialAssemblies Instance { get; } = new(AzureBuildFactAttribute.Folder!);

    /// <summary>Every public type, by its full name; a few names are used twice.</summary>
    public ILookup<string, Type> Types { get; }

    protected override Assembly? Load(AssemblyName assemblyName) =>
        files.TryGetValue(assemblyName.Name!, out var file) ? LoadFromAssemblyPath(file) : null;
}
