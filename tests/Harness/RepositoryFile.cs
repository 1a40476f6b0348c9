using YamlDotNet.RepresentationModel;

namespace Eds.Tests;

internal static class RepositoryFile
{
    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Folders.Repository, .. path]));

    public static YamlMappingNode Yaml(params string[] path)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Read(path)));
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }
}
