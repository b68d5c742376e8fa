using System.Reflection;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using StatsService.Cli.Commands;
using StatsService.Functions.Http.Edge;
using StatsService.Server;
using StatsService.Storage;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace StatsService.Tests.Structure;

/// <summary>The rules of the house that <c>docs/architecture.md</c> describes, held against the compiled projects.</summary>
public sealed class HouseTests
{
    private const string Engines = @"^(Azure\.Data\.Tables|Azure\.Storage\.(Blobs|Queues)|Microsoft\.Data\.Sqlite|SQLitePCL)(\.|$)";

    private static readonly Assembly Storage = typeof(StorageEngine).Assembly;
    private static readonly Assembly Functions = typeof(WorkerEdge).Assembly;

    /// <summary>By the namespace that all of a project's code is in.</summary>
    private static readonly Dictionary<string, Assembly> Projects = new()
    {
        ["StatsService"] = typeof(ServiceMeter).Assembly,
        ["StatsService.Storage"] = Storage,
        ["StatsService.Functions"] = Functions,
        ["StatsService.Server"] = typeof(ServerApplication).Assembly,
        ["StatsService.Cli"] = typeof(StatsTool).Assembly,
    };

    private static readonly ArchUnitNET.Domain.Architecture House = new ArchLoader().LoadAssemblies([.. Projects.Values]).Build();

    /// <summary>The classes that put a project together, and therefore know all of its folders. The worker's SDK generates the last one.</summary>
    private static readonly string[] Assembling =
    [
        "StatsService.ServiceCollectionExtensions", "StatsService.Storage.ServiceCollectionExtensions", "StatsService.Functions.ServiceCollectionExtensions",
        typeof(ServerApplication).FullName!, "StatsService.Functions.DirectFunctionExecutor",
    ];

    public static TheoryData<string> ProjectNames => [.. Projects.Keys];

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void No_folders_of_a_project_reach_each_other_in_a_circle(string project) =>
        SliceRuleDefinition.Slices().Matching($"{project}.(**)").Should().BeFreeOfCycles()
            .Check(new ArchLoader().LoadAssemblies(Projects[project]).Build());

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void What_lies_above_all_folders_of_a_project_reaches_none_of_them(string project)
    {
        var folders = Types().That().ResideInAssembly(Projects[project])
            .And().ResideInNamespaceMatching($@"^{project.Replace(".", @"\.", StringComparison.Ordinal)}\..+");

        Types().That().ResideInNamespace(project).And().DoNotHaveFullNameMatching($"^({string.Join('|', Assembling)})")
            .Should().NotDependOnAny(folders).WithoutRequiringPositiveResults().Check(House);
    }

    [Fact]
    public void The_packages_of_the_engines_are_seen_in_Storage_alone() =>
        Types().That().DoNotResideInAssembly(Storage)
            .Should().NotDependOnAny(Types(includeReferenced: true).That().ResideInNamespaceMatching(Engines)).Check(House);

    [Fact]
    public void The_packages_of_the_engines_are_seen_in_Storage() =>
        Assert.Contains(House.Types.SelectMany(type => type.Dependencies), dependency => dependency.Target.FullName.StartsWith("Azure.Data.Tables.", StringComparison.Ordinal));

    [Fact]
    public void Functions_hold_no_storage() => Assert.Empty(
        from type in Functions.GetTypes()
        from field in type.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where field.FieldType.GetGenericArguments().Append(field.FieldType).Any(held => held.Assembly == Storage)
        select $"{type}.{field.Name}");
}
