using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace StatsService.Tests.Documentation;

/// <summary>What the code's comments say, from the files that the compiler writes beside the assemblies.</summary>
internal static partial class XmlComments
{
    public static string Of(Type type) => Find(type.Assembly, $"T:{type.FullName}");

    public static string Of(PropertyInfo property) => Find(property.DeclaringType!.Assembly, $"P:{property.DeclaringType.FullName}.{property.Name}");

    private static string Find(Assembly assembly, string name)
    {
        var summary = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
            .FirstOrDefault(member => member.Attribute("name")?.Value == name)?.Element("summary");
        Assert.True(summary is not null, $"{name} has no summary, so the settings' page can't say what it means.");
        return Space().Replace(string.Concat(summary.Nodes().Select(Text)), " ").Trim();
    }

    private static string Text(XNode node) => node switch
    {
        XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")!.Value.Split('.', '(')[^1]}`",
        XElement element => $"`{element.Value}`",
        _ => $"{((XText)node).Value}",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
