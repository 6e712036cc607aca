using System.Text.Json.Nodes;
using Xunit.Sdk;

namespace ServerlessDecide.Infra.Tests;

/// <summary>Each check of the template fails when what it looks for is not so.</summary>
public sealed class BrokenStageTests
{
    private const string Account = "Microsoft.Storage/storageAccounts";
    private const string Blobs = Account + "/blobServices";
    private const string Container = Blobs + "/containers";
    private const string Queue = Account + "/queueServices/queues";
    private const string Lifecycle = Account + "/managementPolicies";
    private const string Site = "Microsoft.Web/sites";
    private const string Publishing = Site + "/basicPublishingCredentialsPolicies";
    private const string Vault = "Microsoft.KeyVault/vaults";
    private const string Profile = "Microsoft.Cdn/profiles";
    private const string Rule = Profile + "/ruleSets/rules";
    private const string Route = Profile + "/afdEndpoints/routes";
    private const string Firewall = "Microsoft.Network/FrontDoorWebApplicationFirewallPolicies";
    private const string Endpoint = "Microsoft.Network/privateEndpoints";
    private const string Alert = "Microsoft.Insights/scheduledQueryRules";

    private const string Tables = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3";
    private const string BlobOwner = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b";
    private const string Scaling = "properties.functionAppConfig.scaleAndConcurrency";

    private static readonly SettingsTests Settings = new();
    private static readonly StorageTests Storage = new();
    private static readonly RolesTests TheRoles = new();
    private static readonly FrontDoorTests FrontDoor = new();
    private static readonly NamesTests Names = new();

    private static readonly Dictionary<string, (Action<JsonArray> Break, Func<Task> Check)> Cases = new(StringComparer.Ordinal)
    {
        ["a setting of the code is missing"] = (r => r.Unset("StoragePrefix"), Settings.What_the_code_requires_is_set),
        ["a setting of the code is empty"] = (r => r.Set("StoragePrefix", ""), Settings.What_the_code_requires_is_set),
        ["a setting of the platform is missing"] = (r => r.Unset("AzureWebJobsStorage__clientId"), Settings.What_the_code_requires_is_set),
        ["a setting is misspelt"] = (r => r.Set("StoragePrefiks", "decide"), Settings.What_is_set_is_read_by_the_code_or_the_platform),
        ["a setting of the reference is missing"] = (r => r.Unset("ClientAddressHeader"), Settings.Every_setting_of_the_reference_is_set_or_has_a_reason_not_to_be),
        ["storage is opened by a connection string"] = (r => r.Set("DataStorage", "x"), Settings.Nothing_is_opened_by_a_key_or_a_connection_string_and_no_secret_is_a_value),
        ["a value has an account's key"] = (r => r.Set("StoragePrefix", "AccountKey=x"), Settings.Nothing_is_opened_by_a_key_or_a_connection_string_and_no_secret_is_a_value),
        ["the operator's key is a value"] = (r => r.Set("OperatorKey", new string('k', 40)), Settings.Nothing_is_opened_by_a_key_or_a_connection_string_and_no_secret_is_a_value),
        ["anybody names the caller's address"] = (r => r.Set("ClientAddressHeader", "X-Forwarded-For"), Settings.Nothing_is_opened_by_a_key_or_a_connection_string_and_no_secret_is_a_value),
        ["a proxy is not counted"] = (r => r.Set("TrustedProxies", "0"), Settings.Nothing_is_opened_by_a_key_or_a_connection_string_and_no_secret_is_a_value),
        ["the runtime is another"] = (r => r.The(Site).Put("properties.functionAppConfig.runtime.version", "9.0"), Settings.The_runtime_is_the_one_that_the_code_is_built_for),
        ["the code is fetched by a key"] = (
            r => r.The(Site).Put("properties.functionAppConfig.deployment.storage.authentication.type", "StorageAccountConnectionString"),
            Settings.The_runtime_is_the_one_that_the_code_is_built_for),
        ["instances wait for a function that is none"] = (
            r => r.The(Site).Put(Scaling + ".alwaysReady", Json("""[{"name":"function:Nobody","instanceCount":1}]""")), Settings.Groups_of_waiting_instances_are_functions_that_there_are),
        ["more instances wait than there may be"] = (r => r.The(Site).Put(Scaling + ".maximumInstanceCount", 0), Settings.Groups_of_waiting_instances_are_functions_that_there_are),
        ["a setting lies over host.json"] = (r => r.Set("AzureFunctionsJobHost__functionTimeout", "00:01:00"), Settings.Host_json_is_the_same_for_both_hosts),
        ["the routes are elsewhere"] = (r => r.The(Route, "/api").Put("properties.patternsToMatch", Json("""["/decide/*"]""")), Settings.Host_json_is_the_same_for_both_hosts),
        ["the host traces"] = (r => r.Set("OTEL_TRACES_SAMPLER", "always_on"), Settings.The_host_traces_nothing_and_the_app_logs_no_address),

        ["a queue is missing"] = (r => r.Remove(Queue, "-comments"), Storage.Every_queue_of_a_function_is_there_with_its_poison_queue_and_no_other),
        ["a poison queue is missing"] = (r => r.Remove(Queue, "-comments-poison"), Storage.Every_queue_of_a_function_is_there_with_its_poison_queue_and_no_other),
        ["a queue has another name"] = (r => r.Rename(Queue, "-comments", "-remarks"), Storage.Every_queue_of_a_function_is_there_with_its_poison_queue_and_no_other),
        ["a container is missing"] = (r => r.Remove(Container, "-content"), Storage.Every_container_that_the_code_names_is_there_and_no_other),
        ["a container has another name"] = (r => r.Rename(Container, "-content", "-contents"), Storage.Every_container_that_the_code_names_is_there_and_no_other),
        ["packages can be changed"] = (r => r.The(Container, "-packages").Put("properties.immutableStorageWithVersioning.enabled", false), Storage.Packages_and_seals_cannot_be_changed),
        ["seals have no policy"] = (r => r.Remove(Container + "/immutabilityPolicies", "-seals/default"), Storage.Packages_and_seals_cannot_be_changed),
        ["an account is opened by a key"] = (r => r.The(Account, "data").Put("properties.allowSharedKeyAccess", true), Storage.No_account_is_opened_by_a_key_or_from_outside),
        ["blobs are for everybody"] = (r => r.The(Account, "host").Put("properties.allowBlobPublicAccess", true), Storage.No_account_is_opened_by_a_key_or_from_outside),
        ["an account takes old TLS"] = (r => r.The(Account, "site").Put("properties.minimumTlsVersion", "TLS1_0"), Storage.No_account_is_opened_by_a_key_or_from_outside),
        ["blobs have no versions"] = (r => r.The(Blobs, "data/default").Put("properties.isVersioningEnabled", false), Storage.No_account_is_opened_by_a_key_or_from_outside),
        ["what is deleted is gone"] = (r => r.The(Blobs, "host/default").Put("properties.deleteRetentionPolicy.enabled", false), Storage.No_account_is_opened_by_a_key_or_from_outside),
        ["every network reaches the data"] = (r => r.The(Account, "data").Put("properties.networkAcls.defaultAction", "Allow"), Storage.No_account_is_opened_by_a_key_or_from_outside),
        ["every network reaches the vault"] = (r => r.The(Vault).Put("properties.publicNetworkAccess", "Enabled"), Storage.No_account_is_opened_by_a_key_or_from_outside),
        ["a service has no endpoint"] = (r => r.RemoveFirst(Endpoint), Storage.Each_service_that_the_app_calls_has_an_endpoint_in_its_network),
        ["a destroyed key lives on for a month"] = (
            r => r.The(Lifecycle, "data/default").At("properties.policy.rules").AsArray().Single(rule => rule!.ToJsonString().Contains("-keys/", StringComparison.Ordinal))!
                .Put("definition.actions.version.delete.daysAfterCreationGreaterThan", 30),
            Storage.A_destroyed_key_does_not_live_on_as_an_earlier_version),
        ["the host cannot keep its schedules"] = (r => r.RemoveRole(BlobOwner, "host"), Storage.Timers_can_keep_their_schedules),
        ["the app cannot make tables"] = (r => r.RemoveRole(Tables, "data"), Storage.Tables_are_made_by_the_app_which_may_do_so),

        ["a store may not do what it calls"] = (r => r.RemoveRole(Tables, "data"), TheRoles.Each_store_may_do_what_it_calls),
        ["the host has a role too few"] = (r => r.RemoveRole(Tables, "host"), TheRoles.The_host_may_keep_its_locks_schedules_and_code),
        ["there is a role too many"] = (r => r.GiveRole(BlobOwner, "data"), TheRoles.There_are_no_more_roles_than_are_needed_and_none_on_a_whole_group),
        ["a role has no reason"] = (r => r.GiveRole(BlobOwner, "data"), TheRoles.The_page_lists_each_role_with_its_reason),

        ["answers to a POST are kept"] = (r => Condition(r, "RequestMethod").Put("parameters.matchValues", Json("""["GET","HEAD","POST"]""")), FrontDoor.It_keeps_what_the_app_lets_caches_keep_and_nothing_else),
        ["what an operator sees is kept"] = (r => Condition(r, "UrlPath").Put("parameters.matchValues", Json("""["^nothing$"]""")), FrontDoor.It_keeps_what_the_app_lets_caches_keep_and_nothing_else),
        ["nothing is kept"] = (r => Condition(r, "UrlPath").Put("parameters.matchValues", Json("""["."]""")), FrontDoor.It_keeps_what_the_app_lets_caches_keep_and_nothing_else),
        ["what a visitor asked for is kept"] = (
            r => Condition(r, "RequestHeader").Put("parameters.selector", "Accept"), FrontDoor.It_keeps_nothing_that_was_asked_for_with_a_credential_and_never_longer_than_the_app_says),
        ["it keeps longer than the app says"] = (r => Cache(r).Put("cacheBehavior", "OverrideAlways"), FrontDoor.It_keeps_nothing_that_was_asked_for_with_a_credential_and_never_longer_than_the_app_says),
        ["one answer for all queries"] = (
            r => Cache(r).Put("queryStringCachingBehavior", "IgnoreQueryString"), FrontDoor.It_keeps_nothing_that_was_asked_for_with_a_credential_and_never_longer_than_the_app_says),
        ["the route keeps by itself"] = (
            r => r.The(Route, "/api").Put("properties.cacheConfiguration", new JsonObject()), FrontDoor.It_keeps_nothing_that_was_asked_for_with_a_credential_and_never_longer_than_the_app_says),
        ["everybody reaches the app"] = (r => r.The(Site).Put("properties.siteConfig.ipSecurityRestrictionsDefaultAction", "Allow"), FrontDoor.Nobody_goes_round_it),
        ["everybody's Front Door reaches the app"] = (r => r.The(Site).Put("properties.siteConfig.ipSecurityRestrictions[0].headers", new JsonObject()), FrontDoor.Nobody_goes_round_it),
        ["code is published with a password"] = (r => r.The(Publishing, "/scm").Put("properties.allow", true), FrontDoor.Nobody_goes_round_it),
        ["addresses that were asked for are logged"] = (
            r => r.First("Microsoft.Insights/diagnosticSettings").Put("properties.logs", Json("""[{"category":"FrontDoorAccessLog"}]""")), FrontDoor.No_log_holds_an_address_that_was_asked_for),
        ["queries stay in the firewall's log"] = (r => r.The(Firewall).Put("properties.policySettings.logScrubbing.state", "Disabled"), FrontDoor.No_log_holds_an_address_that_was_asked_for),
        ["visitors' addresses stay in the log"] = (
            r => r.The(Profile).At("properties.logScrubbing.scrubbingRules").AsArray().RemoveAt(0), FrontDoor.No_log_holds_an_address_that_was_asked_for),
        ["the firewall judges words"] = (r => r.The(Firewall).Put("properties.managedRules", new JsonObject()), FrontDoor.The_firewall_lets_every_method_of_the_contract_through_and_judges_no_words),
        ["no reaction comes through"] = (
            r => FirewallRule(r, "MethodsOfTheWeb").Put("matchConditions[0].matchValue", Json("""["GET","HEAD","POST","DELETE","OPTIONS","PATCH"]""")),
            FrontDoor.The_firewall_lets_every_method_of_the_contract_through_and_judges_no_words),
        ["operators come from anywhere"] = (
            r => FirewallRule(r, "OperatorsAtTheInstitute").Put("matchConditions[1].matchValue", Json("""["0.0.0.0/0"]""")),
            FrontDoor.The_firewall_lets_every_method_of_the_contract_through_and_judges_no_words),

        ["operators of prod come from anywhere"] = (
            r => r.The(Firewall).At("properties.customRules.rules").AsArray().Remove(FirewallRule(r, "OperatorsAtTheInstitute")),
            FrontDoor.Operators_of_prod_come_from_the_institute),
        ["operators of prod come from everybody's address"] = (
            r => FirewallRule(r, "OperatorsAtTheInstitute").Put("matchConditions[1].matchValue", Json("""["203.0.113.0/24","0.0.0.0/0"]""")),
            FrontDoor.Operators_of_prod_come_from_the_institute),

        ["something has no tags"] = (r => r.The(Vault).AsObject().Remove("tags"), Names.Everything_is_tagged),
        ["an account has a name of its own"] = (r => r.Rename(Account, "data", "dati"), Names.Names_come_from_one_token_and_fit_what_Azure_takes),
        ["an alert is missing"] = (r => r.Remove(Alert, "poison-queue"), Names.Somebody_is_told_of_what_needs_a_person),
        ["an alert is off"] = (r => r.The(Alert, "comment-not-moderated").Put("properties.enabled", false), Names.Somebody_is_told_of_what_needs_a_person),
        ["nobody is told"] = (r => r.The("Microsoft.Insights/actionGroups").Put("properties.emailReceivers", new JsonArray()), Names.Somebody_is_told_of_what_needs_a_person),
        ["money is spent in silence"] = (r => r.The("Microsoft.Consumption/budgets").Put("properties.notifications", new JsonObject()), Names.Somebody_is_told_of_what_needs_a_person),
    };

    public static TheoryData<string> Broken => [.. Cases.Keys];

    [BicepTheory]
    [MemberData(nameof(Broken))]
    public async Task The_check_fails_when(string what)
    {
        var (change, check) = Cases[what];
        Stage.ChangeForCaller(change);
        await Assert.ThrowsAnyAsync<XunitException>(check);
    }

    private static JsonNode Json(string text) => JsonNode.Parse(text)!;

    private static JsonNode Condition(JsonArray resources, string name) =>
        resources.The(Rule, "/CachePublicReads").At("properties.conditions").AsArray().First(c => c!.At("name").GetValue<string>() == name)!;

    private static JsonNode Cache(JsonArray resources) => resources.The(Rule, "/CachePublicReads").At("properties.actions[0].parameters.cacheConfiguration");

    private static JsonNode FirewallRule(JsonArray resources, string name) =>
        resources.The(Firewall).At("properties.customRules.rules").AsArray().Single(r => r!.At("name").GetValue<string>() == name)!;
}

/// <summary>Changes of what a template makes. Each must find what it changes, or the test would have broken nothing.</summary>
file static class Breaking
{
    public static JsonNode First(this JsonArray resources, string type) => resources.First(r => IsOf(r, type))!;

    public static JsonNode The(this JsonArray resources, string type, string ending = "") => resources.Single(r => IsOf(r, type) && Name(r).EndsWith(ending, StringComparison.Ordinal))!;

    public static void Remove(this JsonArray resources, string type, string ending) => resources.Remove(resources.The(type, ending));

    public static void RemoveFirst(this JsonArray resources, string type) => resources.Remove(resources.First(type));

    public static void Rename(this JsonArray resources, string type, string ending, string by)
    {
        var resource = resources.The(type, ending);
        resource["name"] = Name(resource)[..^ending.Length] + by;
    }

    public static void Set(this JsonArray resources, string setting, string value)
    {
        var settings = AppSettings(resources);
        if (settings.SingleOrDefault(s => Name(s) == setting) is { } set) set["value"] = value;
        else settings.Add(new JsonObject { ["name"] = setting, ["value"] = value });
    }

    public static void Unset(this JsonArray resources, string setting) => AppSettings(resources).Remove(AppSettings(resources).Single(s => Name(s) == setting));

    public static void RemoveRole(this JsonArray resources, string role, string account) =>
        resources.Remove(resources.Single(r => IsOf(r, "Microsoft.Authorization/roleAssignments") && IsRole(r!, role) && Account(r!).EndsWith(account, StringComparison.Ordinal)));

    public static void GiveRole(this JsonArray resources, string role, string account)
    {
        var given = resources.First(r => IsOf(r, "Microsoft.Authorization/roleAssignments") && Account(r!).EndsWith(account, StringComparison.Ordinal))!.DeepClone();
        given["properties"]!["roleDefinitionId"] = "/providers/Microsoft.Authorization/roleDefinitions/" + role;
        resources.Add(given);
    }

    public static JsonNode At(this JsonNode node, string path)
    {
        foreach (var part in path.Replace("[", ".[", StringComparison.Ordinal).Split('.'))
        {
            node = (part.StartsWith('[') ? node[int.Parse(part[1..^1], System.Globalization.CultureInfo.InvariantCulture)] : node[part])
                ?? throw new InvalidOperationException($"There is no {part} of {path}");
        }

        return node;
    }

    public static void Put(this JsonNode node, string path, JsonNode value)
    {
        var dot = path.LastIndexOf('.');
        (dot < 0 ? node : node.At(path[..dot])).AsObject()[path[(dot + 1)..]] = value;
    }

    private static JsonArray AppSettings(JsonArray resources) => resources.The("Microsoft.Web/sites").At("properties.siteConfig.appSettings").AsArray();

    private static bool IsOf(JsonNode? resource, string type) => resource!["type"]!.GetValue<string>() == type;

    private static string Name(JsonNode? resource) => resource!["name"]!.GetValue<string>();

    private static bool IsRole(JsonNode assignment, string role) => assignment.At("properties.roleDefinitionId").GetValue<string>().EndsWith(role, StringComparison.Ordinal);

    private static string Account(JsonNode assignment) => assignment["id"]!.GetValue<string>().Split("/providers/")[^2];
}
