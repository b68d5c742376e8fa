using System.Globalization;

namespace StatsService.Storage;

/// <summary>A row of a <see cref="Table"/>: a key that is unique in its partition, and named columns.</summary>
/// <remarks>
/// A column holds a <see cref="string"/>, <see cref="bool"/>, <see cref="int"/>, <see cref="long"/>, <see cref="double"/>,
/// <see cref="Guid"/>, <see cref="DateTimeOffset"/> (of which the moment counts, in ticks of 100 ns, as UTC) or bytes. A column
/// that was set to null, or never, is null when it is read. A text holds up to 32,768 characters; bytes may fill the row.
/// </remarks>
public sealed class Row(string key)
{
    private readonly Dictionary<string, object> columns = [];

    /// <summary>At most 1 KiB of characters, none of them <c>/ \ # ?</c> or a control character.</summary>
    public string Key { get; } = key;

    /// <summary>What identifies the state in which the row was read; it changes with every write and is never used again. Null: the row was not read.</summary>
    public string? Revision { get; init; }

    /// <summary>When the row was written last, by the storage's clock; the default value where the row was not read.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>The columns that are not null.</summary>
    public IReadOnlyDictionary<string, object> Columns => columns;

    /// <summary>What the columns take of <see cref="Table.MaxRowBytes"/>: a text two bytes a character, a number at most 16.</summary>
    public int Size => columns.Values.Sum(value => value switch
    {
        ReadOnlyMemory<byte> bytes => bytes.Length,
        string text => text.Length * sizeof(char),
        _ => 16,
    });

    /// <param name="column">A letter, then letters and digits.</param>
    /// <exception cref="ArgumentException">The value is of a type that no column holds.</exception>
    public object? this[string column]
    {
        get => columns.GetValueOrDefault(column);
        set
        {
            switch (value)
            {
                case null:
                    columns.Remove(column);
                    break;
                case ReadOnlyMemory<byte> or string or bool or int or long or double or Guid or DateTimeOffset:
                    columns[column] = value;
                    break;
                case byte[] bytes:
                    columns[column] = new ReadOnlyMemory<byte>(bytes);
                    break;
                default:
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"No column holds a {value.GetType().Name}."), nameof(value));
            }
        }
    }

    public string? GetString(string column) => Get<string>(column);

    public bool? GetBoolean(string column) => GetValue<bool>(column);

    public int? GetInt32(string column) => GetValue<int>(column);

    public long? GetInt64(string column) => GetValue<long>(column);

    public double? GetDouble(string column) => GetValue<double>(column);

    public Guid? GetGuid(string column) => GetValue<Guid>(column);

    public DateTimeOffset? GetDateTimeOffset(string column) => GetValue<DateTimeOffset>(column);

    /// <returns>No bytes where the column is null.</returns>
    public ReadOnlyMemory<byte> GetBytes(string column) => GetValue<ReadOnlyMemory<byte>>(column) ?? default;

    private T? Get<T>(string column)
        where T : class =>
        columns.TryGetValue(column, out var value) ? value as T ?? throw Unexpected(column, value) : null;

    private T? GetValue<T>(string column)
        where T : struct =>
        columns.TryGetValue(column, out var value) ? value is T typed ? typed : throw Unexpected(column, value) : null;

    private InvalidDataException Unexpected(string column, object value) => new($"Column {column} of row {Key} holds a {value.GetType().Name}.");
}
