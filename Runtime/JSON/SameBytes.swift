extension String {
    /// Whether both are the same bytes. Swift calls strings equal that differ in their Unicode normalization; keys of JSON
    /// and names and values of DynamoDB do not.
    package func hasSameBytes(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        var (one, other) = (self, other)
        return one.withUTF8 { one in
            other.withUTF8 { other in
                for index in one.indices where one[index] != other[index] { return false }
                return true
            }
        }
    }
}
