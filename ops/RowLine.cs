using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;

namespace Eds.Ops;

/// <summary>
/// A row as one line of JSON: {"p":"7k2m9q4x0d","r":"taxpayer","c":{"Managers":["int","1"]}}. ETag and Timestamp are the table's own.
/// </summary>
internal static class RowLine
{
    public static string Write(TableEntity row)
    {
        var columns = new JsonObject();
        foreach (var (name, value) in row.Where(column => column.Key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag")))
        {
            var (type, text) = value switch
            {
                string t => ("string", t),
                bool b => ("bool", b ? "true" : "false"),
                int i => ("int", i.ToString(CultureInfo.InvariantCulture)),
                long l => ("long", l.ToString(CultureInfo.InvariantCulture)),
                double d => ("double", d.ToString("R", CultureInfo.InvariantCulture)),
                DateTimeOffset at => ("time", at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
                Guid id => ("guid", id.ToString()),
                byte[] bytes => ("binary", Convert.ToBase64String(bytes)),
                _ => throw new InvalidDataException($"Column {name} is of a type that is not known: {value?.GetType().Name}."),
            };
            columns[name] = new JsonArray(type, text);
        }

        return new JsonObject { ["p"] = row.PartitionKey, ["r"] = row.RowKey, ["c"] = columns }.ToJsonString();
    }

    /// <exception cref="InvalidDataException">It is not a line that <see cref="Write"/> wrote.</exception>
    public static TableEntity Read(string line)
    {
        try
        {
            var json = JsonNode.Parse(line)!;
            var row = new TableEntity((string)json["p"]!, (string)json["r"]!);
            foreach (var (name, column) in json["c"]!.AsObject())
            {
                var text = (string)column![1]!;
                row[name] = (string)column[0]! switch
                {
                    "string" => text,
                    "bool" => text == "true",
                    "int" => int.Parse(text, CultureInfo.InvariantCulture),
                    "long" => long.Parse(text, CultureInfo.InvariantCulture),
                    "double" => double.Parse(text, CultureInfo.InvariantCulture),
                    "time" => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture),
                    "guid" => Guid.Parse(text),
                    "binary" => Convert.FromBase64String(text),
                    var other => throw new FormatException($"{other} is no type."),
                };
            }

            return row;
        }
        catch (Exception e) when (e is JsonException or FormatException or NullReferenceException or InvalidOperationException)
        {
            throw new InvalidDataException("A line of the backup cannot be read.", e);
        }
    }
}
