namespace StatsService.Clients;

/// <summary>What a client may do; the numbers are the wire's.</summary>
public enum ClientRole
{
    User = 1,
    Admin = 2,
}

/// <summary>A MONARC front office, or another Stats Service, that sends and reads statistics.</summary>
public sealed record Client
{
    public required Guid Uuid { get; init; }

    public required string Name { get; init; }

    public ClientRole Role { get; init; } = ClientRole.User;

    /// <summary>Whether the client agreed that its stats are forwarded to the remote instance.</summary>
    public required bool IsSharingEnabled { get; init; }

    /// <summary>When the client last agreed after it had not; null: never since it was made.</summary>
    public DateTimeOffset? SharingSince { get; init; }

    /// <summary>A client that is not active is answered as if its key were unknown.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>Whether its stats are left out of what all clients' stats are averaged to.</summary>
    public bool IsExcluded { get; init; }

    /// <summary>WGS 84 degrees; null: not on the map.</summary>
    public double? Latitude { get; init; }

    /// <inheritdoc cref="Latitude"/>
    public double? Longitude { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
