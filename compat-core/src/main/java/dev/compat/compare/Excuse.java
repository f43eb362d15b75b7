package dev.compat.compare;

/**
 * A difference that there is and that a rule of the team's takes out of the verdict.
 *
 * @param path the place, with {@code [*]} for indices and keys
 * @param kind in what respect the two differ there
 * @param rule the rule as the team wrote it, such as {@code ignore result.issuedAt} or {@code
 *     expected result.name: INC-812, until 2027-01-31}
 */
public record Excuse(String path, Difference.Kind kind, String rule) {}
