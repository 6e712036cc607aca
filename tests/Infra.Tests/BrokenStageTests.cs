using System.Text.Json.Nodes;
using Xunit.Sdk;

namespace ServerlessDecide.Infra.Tests;

/// <summary>Breaks the template in one place after the other and expects the matching check to fail.</summary>
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
        ["a setting of the code is missing"] = (r => r.Unset("StoragePrefix"), Settings.Every_setting_that_the_code_requires_is_set),
        ["a setting of the code is empty"] = (r => r.Set("StoragePrefix", ""), Settings.Every_setting_that_the_code_requires_is_set),
        ["a setting of the platform is missing"] = (r => r.Unset("AzureWebJobsStorage__clientId"), Settings.Every_setting_that_the_code_requires_is_set),
        ["a setting is misspelt"] = (r => r.Set("StoragePrefiks", "decide"), Settings.Every_setting_of_the_template_is_read_by_the_code_or_the_cloud_platform),
        ["a setting of the reference is missing"] = (r => r.Unset("ClientAddressHeader"), Settings.Every_setting_of_the_reference_is_set_or_has_a_reason_not_to_be),
        ["storage is opened by a connection string"] = (r => r.Set("DataStorage", "x"), Settings.No_setting_holds_a_key_a_connection_string_or_a_secret),
        ["a value has an account's key"] = (r => r.Set("StoragePrefix", "AccountKey=x"), Settings.No_setting_holds_a_key_a_connection_string_or_a_secret),
        ["the operator's key is a value"] = (r => r.Set("OperatorKey", new string('k', 40)), Settings.No_setting_holds_a_key_a_connection_string_or_a_secret),
        ["anybody names the caller's address"] = (r => r.Set("ClientAddressHeader", "X-Forwarded-For"), Settings.No_setting_holds_a_key_a_connection_string_or_a_secret),
        ["a proxy is not counted"] = (r => r.Set("TrustedProxies", "0"), Settings.No_setting_holds_a_key_a_connection_string_or_a_secret),
        ["the runtime is another"] = (r => r.The(Site).Put("properties.functionAppConfig.runtime.version", "9.0"), Settings.The_runtime_in_the_template_is_the_one_the_code_is_built_for),
        ["the code is fetched by a key"] = (
            r => r.The(Site).Put("properties.functionAppConfig.deployment.storage.authentication.type", "StorageAccountConnectionString"),
            Settings.The_runtime_in_the_template_is_the_one_the_code_is_built_for),
        ["instances wait for a function that is none"] = (
            r => r.The(Site).Put(Scaling + ".alwaysReady", Json("""[{"name":"function:Nobody","instanceCount":1}]""")), Settings.Every_group_of_ready_instances_names_an_existing_function),
        ["more instances wait than there may be"] = (r => r.The(Site).Put(Scaling + ".maximumInstanceCount", 0), Settings.Every_group_of_ready_instances_names_an_existing_function),
        ["a setting lies over host.json"] = (r => r.Set("AzureFunctionsJobHost__functionTimeout", "00:01:00"), Settings.Both_hosts_use_the_same_host_json),
        ["the routes are elsewhere"] = (r => r.The(Route, "/api").Put("properties.patternsToMatch", Json("""["/decide/*"]""")), Settings.Both_hosts_use_the_same_host_json),
        ["the host traces"] = (r => r.Set("OTEL_TRACES_SAMPLER", "always_on"), Settings.The_host_traces_nothing_and_the_app_logs_no_URL),

        ["a queue is missing"] = (r => r.Remove(Queue, "-comments"), Storage.The_template_has_every_queue_of_a_function_with_its_poison_queue_and_no_other),
        ["a poison queue is missing"] = (r => r.Remove(Queue, "-comments-poison"), Storage.The_template_has_every_queue_of_a_function_with_its_poison_queue_and_no_other),
        ["a queue has another name"] = (r => r.Rename(Queue, "-comments", "-remarks"), Storage.The_template_has_every_queue_of_a_function_with_its_poison_queue_and_no_other),
        ["a container is missing"] = (r => r.Remove(Container, "-content"), Storage.The_template_has_every_container_that_the_code_names_and_no_other),
        ["a container has another name"] = (r => r.Rename(Container, "-content", "-contents"), Storage.The_template_has_every_container_that_the_code_names_and_no_other),
        ["packages can be changed"] = (r => r.The(Container, "-packages").Put("properties.immutableStorageWithVersioning.enabled", false), Storage.Packages_and_seals_cannot_be_changed),
        ["seals have no policy"] = (r => r.Remove(Container + "/immutabilityPolicies", "-seals/default"), Storage.Packages_and_seals_cannot_be_changed),
        ["an account is opened by a key"] = (r => r.The(Account, "data").Put("properties.allowSharedKeyAccess", true), Storage.No_storage_account_accepts_a_key_or_a_connection_from_outside),
        ["blobs are for everybody"] = (r => r.The(Account, "host").Put("properties.allowBlobPublicAccess", true), Storage.No_storage_account_accepts_a_key_or_a_connection_from_outside),
        ["an account takes old TLS"] = (r => r.The(Account, "site").Put("properties.minimumTlsVersion", "TLS1_0"), Storage.No_storage_account_accepts_a_key_or_a_connection_from_outside),
        ["blobs have no versions"] = (r => r.The(Blobs, "data/default").Put("properties.isVersioningEnabled", false), Storage.No_storage_account_accepts_a_key_or_a_connection_from_outside),
        ["what is deleted is gone"] = (r => r.The(Blobs, "host/default").Put("properties.deleteRetentionPolicy.enabled", false), Storage.No_storage_account_accepts_a_key_or_a_connection_from_outside),
        ["every network reaches the data"] = (r => r.The(Account, "data").Put("properties.networkAcls.defaultAction", "Allow"), Storage.No_storage_account_accepts_a_key_or_a_connection_from_outside),
        ["every network reaches the vault"] = (r => r.The(Vault).Put("properties.publicNetworkAccess", "Enabled"), Storage.No_storage_account_accepts_a_key_or_a_connection_from_outside),
        ["a service has no endpoint"] = (r => r.RemoveFirst(Endpoint), Storage.Each_service_that_the_app_calls_has_a_private_endpoint),
        ["imported files are deleted"] = (
            r => r.The(Lifecycle, "data/default").At("properties.policy.rules").AsArray().Single(rule => rule!.ToJsonString().Contains("baseBlob", StringComparison.Ordinal))!
                .Put("definition.actions.baseBlob.delete", Json("""{"daysAfterModificationGreaterThan":365}""")),
            Storage.No_rule_deletes_a_blob_or_makes_it_unreadable),
        ["a destroyed key lives on for a month"] = (
            r => r.The(Lifecycle, "data/default").At("properties.policy.rules").AsArray().Single(rule => rule!.ToJsonString().Contains("-keys/", StringComparison.Ordinal))!
                .Put("definition.actions.version.delete.daysAfterCreationGreaterThan", 30),
            Storage.Earlier_versions_of_a_destroyed_key_are_deleted_after_a_day),
        ["the host cannot keep its schedules"] = (r => r.RemoveRole(BlobOwner, "host"), Storage.The_host_may_keep_the_schedules_of_timers),
        ["the app cannot make tables"] = (r => r.RemoveRole(Tables, "data"), Storage.The_app_may_create_its_tables_which_the_template_does_not),

        ["a store may not do what it calls"] = (r => r.RemoveRole(Tables, "data"), TheRoles.The_app_has_the_role_that_each_store_needs),
        ["the host has a role too few"] = (r => r.RemoveRole(Tables, "host"), TheRoles.The_host_has_the_roles_for_its_locks_schedules_and_code),
        ["there is a role too many"] = (r => r.GiveRole(BlobOwner, "data"), TheRoles.The_template_gives_no_needless_role_and_none_on_a_whole_group),
        ["a role has no reason"] = (r => r.GiveRole(BlobOwner, "data"), TheRoles.The_infra_README_lists_each_role_with_its_reason),

        ["answers to a POST are kept"] = (r => Condition(r, "RequestMethod").Put("parameters.matchValues", Json("""["GET","HEAD","POST"]""")), FrontDoor.Front_Door_caches_what_the_app_allows_and_nothing_else),
        ["what an operator sees is kept"] = (r => Condition(r, "UrlPath").Put("parameters.matchValues", Json("""["^nothing$"]""")), FrontDoor.Front_Door_caches_what_the_app_allows_and_nothing_else),
        ["nothing is kept"] = (r => Condition(r, "UrlPath").Put("parameters.matchValues", Json("""["."]""")), FrontDoor.Front_Door_caches_what_the_app_allows_and_nothing_else),
        ["what a visitor asked for is kept"] = (
            r => Condition(r, "RequestHeader").Put("parameters.selector", "Accept"), FrontDoor.Front_Door_caches_no_request_with_a_credential_and_never_longer_than_the_app_says),
        ["it keeps longer than the app says"] = (r => Cache(r).Put("cacheBehavior", "OverrideAlways"), FrontDoor.Front_Door_caches_no_request_with_a_credential_and_never_longer_than_the_app_says),
        ["one answer for all queries"] = (
            r => Cache(r).Put("queryStringCachingBehavior", "IgnoreQueryString"), FrontDoor.Front_Door_caches_no_request_with_a_credential_and_never_longer_than_the_app_says),
        ["the route keeps by itself"] = (
            r => r.The(Route, "/api").Put("properties.cacheConfiguration", new JsonObject()), FrontDoor.Front_Door_caches_no_request_with_a_credential_and_never_longer_than_the_app_says),
        ["everybody reaches the app"] = (r => r.The(Site).Put("properties.siteConfig.ipSecurityRestrictionsDefaultAction", "Allow"), FrontDoor.No_request_can_bypass_Front_Door),
        ["everybody's Front Door reaches the app"] = (r => r.The(Site).Put("properties.siteConfig.ipSecurityRestrictions[0].headers", new JsonObject()), FrontDoor.No_request_can_bypass_Front_Door),
        ["code is published with a password"] = (r => r.The(Publishing, "/scm").Put("properties.allow", true), FrontDoor.No_request_can_bypass_Front_Door),
        ["addresses that were asked for are logged"] = (
            r => r.First("Microsoft.Insights/diagnosticSettings").Put("properties.logs", Json("""[{"category":"FrontDoorAccessLog"}]""")), FrontDoor.No_log_holds_a_requested_URL),
        ["queries stay in the firewall's log"] = (r => r.The(Firewall).Put("properties.policySettings.logScrubbing.state", "Disabled"), FrontDoor.No_log_holds_a_requested_URL),
        ["visitors' addresses stay in the log"] = (
            r => r.The(Profile).At("properties.logScrubbing.scrubbingRules").AsArray().RemoveAt(0), FrontDoor.No_log_holds_a_requested_URL),
        ["the firewall judges words"] = (r => r.The(Firewall).Put("properties.managedRules", new JsonObject()), FrontDoor.The_firewall_allows_every_method_of_the_contract_and_inspects_no_text),
        ["no reaction comes through"] = (
            r => FirewallRule(r, "MethodsOfTheWeb").Put("matchConditions[0].matchValue", Json("""["GET","HEAD","POST","DELETE","OPTIONS","PATCH"]""")),
            FrontDoor.The_firewall_allows_every_method_of_the_contract_and_inspects_no_text),
        ["operators come from anywhere"] = (
            r => FirewallRule(r, "OperatorsAtTheInstitute").Put("matchConditions[1].matchValue", Json("""["0.0.0.0/0"]""")),
            FrontDoor.The_firewall_allows_every_method_of_the_contract_and_inspects_no_text),

        ["operators of prod come from anywhere"] = (
            r => r.The(Firewall).At("properties.customRules.rules").AsArray().Remove(FirewallRule(r, "OperatorsAtTheInstitute")),
            FrontDoor.Operator_requests_in_prod_come_only_from_the_institute),
        ["operators of prod come from everybody's address"] = (
            r => FirewallRule(r, "OperatorsAtTheInstitute").Put("matchConditions[1].matchValue", Json("""["203.0.113.0/24","0.0.0.0/0"]""")),
            FrontDoor.Operator_requests_in_prod_come_only_from_the_institute),

        ["something has no tags"] = (r => r.The(Vault).AsObject().Remove("tags"), Names.Every_resource_is_tagged),
        ["an account has a name of its own"] = (r => r.Rename(Account, "data", "dati"), Names.Names_come_from_one_token_and_fit_Azures_limits),
        ["an alert is missing"] = (r => r.Remove(Alert, "poison-queue"), Names.Every_alert_is_enabled_and_has_a_recipient),
        ["an alert is off"] = (r => r.The(Alert, "comment-not-moderated").Put("properties.enabled", false), Names.Every_alert_is_enabled_and_has_a_recipient),
        ["nobody is told"] = (r => r.The("Microsoft.Insights/actionGroups").Put("properties.emailReceivers", new JsonArray()), Names.Every_alert_is_enabled_and_has_a_recipient),
        ["money is spent in silence"] = (r => r.The("Microsoft.Consumption/budgets").Put("properties.notifications", new JsonObject()), Names.Every_alert_is_enabled_and_has_a_recipient),
    };

    public static TheoryData<string> Broken => [.. Cases.Keys];

    [BicepTheory]
    [MemberData(nameof(Broken))]
    public async Task A_check_of_the_template_fails_when(string what)
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

/// <summary>Changes a template's resources. Each change must find its target, or the test would break nothing.</summary>
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
