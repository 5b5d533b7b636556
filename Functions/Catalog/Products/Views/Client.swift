/// Who asks, and so how much is told.
package enum Client: String, Sendable, Hashable, CaseIterable {
    /// All that a page shows.
    case web
    /// What fits on a small screen, and little of the line.
    case mobile
    /// Everything, figures of stock and the seller's own price included.
    case desktop
}
