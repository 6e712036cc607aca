using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using ServerlessDecide.Storage;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Infra.Tests;

public sealed partial class StorageTests
{
    private const string Prefix = "decide";
    private const string Container = "Microsoft.Storage/storageAccounts/blobServices/containers";
    private const string Queue = "Microsoft.Storage/storageAccounts/queueServices/queues";

    /// <summary>Containers for later use. Nothing writes there yet.</summary>
    private static readonly string[] Reserved = [Prefix + "-seals"];

    private static readonly StorageNames Names = new(Options.Create(new StorageOptions { StoragePrefix = Prefix }));

    [BicepFact]
    public async Task The_template_has_every_queue_of_a_function_with_its_poison_queue_and_no_other()
    {
        var triggered = Triggers.All.Where(t => t.Kind == TriggerKind.Queue).ToList();
        Assert.NotEmpty(triggered);
        Assert.All(triggered, t => Assert.Equal(StorageOptions.ConnectionSetting, t.Connection));
        var wanted = triggered.Select(t => t.Name.Replace("%StoragePrefix%", Prefix, StringComparison.Ordinal))
            .SelectMany(q => q.EndsWith("-poison", StringComparison.Ordinal) ? new[] { q } : [q, q + "-poison"]).Distinct(StringComparer.Ordinal);
        foreach (var stage in await Stage.AllAsync())
        {
            Assert.Equal(wanted.Order(StringComparer.Ordinal), stage.ChildrenOf("data", Queue).Order(StringComparer.Ordinal));
        }
    }

    [BicepFact]
    public async Task The_template_has_every_container_that_the_code_names_and_no_other()
    {
        var named = typeof(StorageNames).GetProperties().Where(p => p.Name.EndsWith("Container", StringComparison.Ordinal)).Select(p => (string)p.GetValue(Names)!).ToList();
        Assert.NotEmpty(named);
        foreach (var stage in await Stage.AllAsync())
        {
            Assert.Equal(named.Concat(Reserved).Order(StringComparer.Ordinal), stage.ChildrenOf("data", Container).Order(StringComparer.Ordinal));
        }
    }

    /// <summary>A template cannot contain a day's tables: the app creates each with its first row, as the store tests show on Azurite.</summary>
    [BicepFact]
    public async Task The_app_may_create_its_tables_which_the_template_does_not()
    {
        var stage = await Stage.ProdAsync();
        Assert.Empty(stage.Of("Microsoft.Storage/storageAccounts/tableServices/tables"));
        Assert.Contains((await Roles.OfAsync(stage, "data")).Select(r => r.Name), r => r == "Storage Table Data Contributor");
        foreach (var table in TableNames()) Assert.Matches("^[a-z][a-z0-9]{2,62}$", table);
    }

    /// <summary>A process owns only tables, and names within containers: a second process needs no new resource.</summary>
    [Fact]
    public void No_resource_of_the_template_belongs_to_one_process()
    {
        foreach (var property in typeof(StorageNames).GetProperties()) Assert.DoesNotContain(Process.Compact, (string)property.GetValue(Names)!, StringComparison.Ordinal);
        // The process that the front page shows first owns nothing.
        Assert.DoesNotMatch("(?im)^param (?!frontProcess )[a-z]*process", File.ReadAllText(Path.Combine(Repository.Root, "infra", "main.bicep")));
    }

    [BicepFact]
    public async Task Packages_and_seals_cannot_be_changed()
    {
        foreach (var stage in await Stage.AllAsync())
        {
            foreach (var name in (string[])[Names.PackagesContainer, .. Reserved])
            {
                Assert.True(stage.The(Container, "/" + name).At("properties.immutableStorageWithVersioning.enabled").GetBoolean());
                var policy = stage.The(Container + "/immutabilityPolicies", $"/{name}/default").At("properties");
                Assert.InRange(policy.At("immutabilityPeriodSinceCreationInDays").GetInt32(), 1, 146_000);
                Assert.False(policy.At("allowProtectedAppendWrites").GetBoolean());
            }
        }
    }

    [BicepFact]
    public async Task No_storage_account_accepts_a_key_or_a_connection_from_outside()
    {
        foreach (var stage in await Stage.AllAsync())
        {
            foreach (var account in stage.Of("Microsoft.Storage/storageAccounts"))
            {
                var name = account.GetProperty("name").GetString()!;
                Assert.False(account.At("properties.allowSharedKeyAccess").GetBoolean());
                Assert.False(account.At("properties.allowBlobPublicAccess").GetBoolean());
                Assert.True(account.At("properties.supportsHttpsTrafficOnly").GetBoolean());
                Assert.Equal("TLS1_2", account.At("properties.minimumTlsVersion").GetString());
                var blobs = stage.The("Microsoft.Storage/storageAccounts/blobServices", name + "/default").At("properties");
                Assert.True(blobs.At("isVersioningEnabled").GetBoolean());
                Assert.True(blobs.At("deleteRetentionPolicy.enabled").GetBoolean());
                // The site is public; the others are only for the app's network.
                if (!name.EndsWith("site", StringComparison.Ordinal)) Assert.Equal("Deny", account.At("properties.networkAcls.defaultAction").GetString());
            }
        }

        // Without the institute's addresses, nothing is reachable from outside; with them, only what operators need, from there.
        var dev = await Stage.DevAsync();
        Assert.All(
            dev.Of("Microsoft.Storage/storageAccounts").Where(a => !a.GetProperty("name").GetString()!.EndsWith("site", StringComparison.Ordinal)),
            a => Assert.Equal("Disabled", a.At("properties.publicNetworkAccess").GetString()));
        Assert.Equal("Disabled", dev.The("Microsoft.KeyVault/vaults").At("properties.publicNetworkAccess").GetString());
        foreach (var stage in (Stage[])[await Stage.ProdAsync(), await Stage.ElectionAsync()])
        {
            Assert.Equal("Disabled", stage.The("Microsoft.Storage/storageAccounts", "host").At("properties.publicNetworkAccess").GetString());
            foreach (var open in (JsonElement[])[stage.The("Microsoft.Storage/storageAccounts", "data"), stage.The("Microsoft.KeyVault/vaults")])
            {
                var rules = open.At("properties.networkAcls");
                Assert.Equal("Deny", rules.At("defaultAction").GetString());
                Assert.Equal("203.0.113.0/24", Assert.Single(rules.At("ipRules").EnumerateArray()).At("value").GetString());
            }
        }
    }

    [BicepFact]
    public async Task Each_service_that_the_app_calls_has_a_private_endpoint()
    {
        var endpoints = (await Stage.ProdAsync()).Of("Microsoft.Network/privateEndpoints").Select(e => e.GetProperty("name").GetString()!);
        Assert.Equal(
            ["pe-data-blob", "pe-data-queue", "pe-data-table", "pe-host-blob", "pe-host-queue", "pe-host-table", "pe-vault"],
            endpoints.Order(StringComparer.Ordinal));
    }

    /// <summary>The host records when a timer ran in a container that it creates in its own account.</summary>
    [BicepFact]
    public async Task The_host_may_keep_the_schedules_of_timers()
    {
        Assert.Contains(Triggers.All, t => t.Kind == TriggerKind.Timer);
        Assert.Contains((await Roles.OfAsync(await Stage.ProdAsync(), "host")).Select(r => r.Name), r => r == "Storage Blob Data Owner");
    }

    [BicepFact]
    public async Task Earlier_versions_of_a_destroyed_key_are_deleted_after_a_day()
    {
        var rules = (await Stage.ProdAsync()).The("Microsoft.Storage/storageAccounts/managementPolicies", "data/default").At("properties.policy.rules").EnumerateArray();
        var keys = Assert.Single(rules, r => r.At("definition.filters.prefixMatch").EnumerateArray().Any(p => p.GetString() == Names.KeysContainer + "/"));
        Assert.Equal(1, keys.At("definition.actions.version.delete.daysAfterCreationGreaterThan").GetInt32());
    }

    /// <summary>A file that was imported can be published again as long as its process exists.</summary>
    [BicepFact]
    public async Task No_rule_deletes_a_blob_or_makes_it_unreadable()
    {
        foreach (var stage in await Stage.AllAsync())
        {
            foreach (var rule in stage.The("Microsoft.Storage/storageAccounts/managementPolicies", "data/default").At("properties.policy.rules").EnumerateArray())
            {
                if (!rule.At("definition.actions").TryGetProperty("baseBlob", out var actions)) continue;
                Assert.Equal(["tierToCool"], actions.EnumerateObject().Select(a => a.Name));
            }
        }
    }

    private static ProcessId Process => ProcessId.TryParse("edomex-2021", out var id) ? id : throw new InvalidOperationException();

    /// <summary>Returns a table name from each method and property of <see cref="StorageNames"/> that gives one.</summary>
    private static List<string> TableNames()
    {
        var names = new List<string>();
        foreach (var method in typeof(StorageNames).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        {
            if (method.ReturnType != typeof(string) || method.Name == nameof(StorageNames.Queue)) continue;
            var arguments = method.GetParameters().Select(p => p.ParameterType == typeof(ProcessId) ? Process
                : p.ParameterType == typeof(DateOnly) ? new DateOnly(2021, 5, 10)
                : (object)0).ToArray();
            var name = (string)method.Invoke(Names, arguments)!;
            if (IsTable().IsMatch(name)) names.Add(name);
        }

        Assert.Contains("decide0commentsedomex202120210510", names);
        return names;
    }

    [GeneratedRegex("^decide0", RegexOptions.NonBacktracking)]
    private static partial Regex IsTable();
}
