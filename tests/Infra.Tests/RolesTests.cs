using ServerlessDecide.Storage;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Infra.Tests;

/// <summary>Tests that the app's identity may do what the code does, and nothing else.</summary>
public sealed class RolesTests
{
    /// <summary>The classes that access storage, and the least role that covers creating, reading, writing and deleting.</summary>
    private static readonly (Type Access, string Role)[] Needed =
    [
        (typeof(Tables), "Storage Table Data Contributor"),
        (typeof(Blobs), "Storage Blob Data Contributor"),
        (typeof(KeyRingRepository), "Storage Blob Data Contributor"),
        (typeof(SecretStore), "Storage Blob Data Contributor"),
        (typeof(Queues), "Storage Queue Data Contributor"),
    ];

    [BicepFact]
    public async Task The_app_has_the_role_that_each_store_needs()
    {
        var stores = typeof(Tables).Assembly.GetTypes().Where(t => t.Name.EndsWith("Store", StringComparison.Ordinal) && t.IsClass).ToList();
        Assert.NotEmpty(stores);
        foreach (var stage in await Stage.AllAsync())
        {
            var given = (await Roles.OfAsync(stage, "data")).Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var type in typeof(Tables).Assembly.GetTypes())
            {
                var used = type.GetConstructors().SelectMany(c => c.GetParameters()).Select(p => p.ParameterType).ToList();
                // Only these classes use the storage clients, so no call bypasses them.
                Assert.True(!used.Contains(typeof(StorageClients)) || type.Namespace == typeof(Tables).Namespace, $"{type.Name} takes the clients of storage");
                foreach (var (_, role) in Needed.Where(n => used.Contains(n.Access))) Assert.True(given.Contains(role), $"{type.Name} needs {role}");
            }
        }
    }

    [BicepFact]
    public async Task The_host_has_the_roles_for_its_locks_schedules_and_code() => Assert.Equal(
        ["Storage Blob Data Owner", "Storage Queue Data Contributor", "Storage Table Data Contributor"],
        (await Roles.OfAsync(await Stage.ProdAsync(), "host")).Select(r => r.Name).Order(StringComparer.Ordinal));

    [BicepFact]
    public async Task The_template_gives_no_needless_role_and_none_on_a_whole_group()
    {
        var roles = Roles.Of(await Stage.ProdAsync());
        Assert.Equal(8, roles.Count);
        Assert.All(roles, r => Assert.DoesNotMatch("^(Microsoft.Resources|$)", r.Scope));
        Assert.Equal(
            ["Storage Blob Data Contributor", "Storage Queue Data Contributor", "Storage Table Data Contributor"],
            (await Roles.OfAsync(await Stage.ProdAsync(), "data")).Select(r => r.Name).Order(StringComparer.Ordinal));
        // Besides the app's identity, only the person who uploads the site has a role, and only if named.
        Assert.Equal("Storage Blob Data Contributor", Assert.Single(await Roles.OfAsync(await Stage.ElectionAsync(), "site")).Name);
    }

    /// <summary>Checks the condition in docs/deployment.md: without it the deployer could become owner; with a role missing it could not deploy.</summary>
    [BicepFact]
    public async Task The_deployer_may_assign_and_remove_the_roles_of_the_template_and_no_others()
    {
        var page = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs", "deployment.md"));
        var condition = Assert.Single(page, line => line.Contains("ActionMatches", StringComparison.Ordinal));
        var given = (await Stage.ElectionAsync()).Of("Microsoft.Authorization/roleAssignments")
            .Select(a => a.At("properties.roleDefinitionId").GetString()!.Split('/')[^1]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        foreach (var (action, source) in (ValueTuple<string, string>[])[("write", "Request"), ("delete", "Resource")])
        {
            var start = $"((!(ActionMatches{{'Microsoft.Authorization/roleAssignments/{action}'}})) OR (@{source}[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {{";
            var rest = condition[(condition.IndexOf(start, StringComparison.Ordinal) + start.Length)..];
            Assert.Contains(start, condition, StringComparison.Ordinal);
            Assert.Equal(given, rest[..rest.IndexOf('}', StringComparison.Ordinal)].Split(", ").Order(StringComparer.Ordinal));
        }

        // On the subscription only the role that begins a deployment, and no role administration without the condition.
        var commands = string.Join('\n', page).Replace("\\\n", "", StringComparison.Ordinal).Split('\n').Where(line => line.StartsWith("az role assignment create ", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, commands.Count);
        Assert.EndsWith(
            "--role \"ServerlessDecide: begins deployments\"",
            Assert.Single(commands, c => !c.Contains("--scope \"$subscription/resourceGroups/$AZURE_RESOURCE_GROUP\"", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.EndsWith(
            " --condition \"$(cat condition.txt)\"",
            Assert.Single(commands, c => c.Contains("Role Based Access Control Administrator", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    [BicepFact]
    public async Task The_infra_README_lists_each_role_with_its_reason()
    {
        var rows = (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "infra", "README.md"))).Where(l => l.StartsWith('|')).Select(l => l.Split('|')).ToList();
        foreach (var role in Roles.Of(await Stage.ElectionAsync()))
        {
            var place = role.Scope.Split('/') switch
            {
                ["Microsoft.Storage", .., var name] => name[^4..] + " account",
                ["Microsoft.KeyVault", ..] => "vault",
                _ => "Application Insights",
            };
            Assert.True(rows.Exists(r => r.Length > 4 && r[1].Trim() == place && r[2].Contains(role.Name, StringComparison.Ordinal) && r[4].Trim().Length > 20), $"infra/README.md has no row for {role.Name} on the {place}");
        }
    }
}
