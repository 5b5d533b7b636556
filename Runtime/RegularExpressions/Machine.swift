/// Runs programs over a text with all their threads side by side, each instruction at most once at each position, so
/// that steps are bounded by instructions × positions.
///
/// Lookaheads and lookbehinds are run beforehand, once over the whole text each, and leave a mark wherever they match:
/// lookbehinds forward and lookaheads backward.
/// https://swtch.com/~rsc/regexp/regexp2.html, https://doi.org/10.1145/3656431
struct Machine {
    private struct Thread {
        var instruction: Int
        /// Where groups begin and end, as far as it knows.
        var slots: [Int?]
    }

    private enum Verdict {
        /// The thread ends.
        case ends
        /// No thread that comes after this one matters any more.
        case wins
        case stops
    }

    private let program: Program
    private let text: [UInt32]
    /// For each of the expression's lookaheads and lookbehinds, the positions at which it matches.
    private var marks: [[Bool]] = []
    /// How many instructions have been looked at.
    private(set) var steps = 0

    init(_ expression: RegularExpression, _ text: String) {
        program = expression.program
        self.text = text.unicodeScalars.map(\.value)
        for look in expression.looks {
            var found = [Bool](repeating: false, count: self.text.count + 1)
            run(look, isAnchored: false, slotCount: 0) { position, _ in
                found[position] = true
                return .ends
            }
            marks.append(found)
        }
    }

    mutating func matchesWhole() -> Bool {
        var (matches, end) = (false, text.count)
        run(program, isAnchored: true, slotCount: 0) { position, _ in
            matches = position == end
            return matches ? .stops : .ends
        }
        return matches
    }

    mutating func matchesSomewhere() -> Bool {
        var matches = false
        run(program, isAnchored: false, slotCount: 0) { _, _ in
            matches = true
            return .stops
        }
        return matches
    }

    /// Where the groups of the first match begin and end: of those that begin first, the one that the expression rather
    /// wants.
    mutating func firstMatch() -> [Int?]? {
        var match: [Int?]?
        run(program, isAnchored: false, slotCount: program.slotCount) { _, slots in
            match = slots
            return .wins
        }
        return match
    }

    /// Tells each position at which a thread accepts. Matches begin at the text's first position, if it is anchored, or
    /// at any.
    private mutating func run(
        _ program: Program,
        isAnchored: Bool,
        slotCount: Int,
        accept: (_ position: Int, _ slots: [Int?]) -> Verdict
    ) {
        // Where a thread came last to each instruction: 1 + the number of positions before.
        var reached = [Int](repeating: 0, count: program.instructions.count)
        let start = Thread(instruction: 0, slots: Array(repeating: nil, count: slotCount))
        // Those that wait for the next scalar, and those that go on without one, the last of them first.
        var (threads, open, takesMore) = ([start], [Thread](), true)
        for index in 0...text.count {
            let position = program.isBackward ? text.count - index : index
            if index > 0, takesMore, !isAnchored { threads.append(start) }
            if threads.isEmpty { return }
            let next = program.isBackward ? position - 1 : position
            let scalar = text.indices.contains(next) ? text[next] : nil
            open.append(contentsOf: threads.reversed())
            threads.removeAll(keepingCapacity: true)
            while var thread = open.popLast() {
                guard reached[thread.instruction] != index + 1 else { continue }
                reached[thread.instruction] = index + 1
                steps += 1
                let instruction = program.instructions[thread.instruction]
                thread.instruction += 1
                switch instruction {
                case .scalar(let set):
                    if let scalar, program.sets[set].contains(scalar) { threads.append(thread) }
                case .split(let first, let second):
                    open.append(Thread(instruction: second, slots: thread.slots))
                    open.append(Thread(instruction: first, slots: thread.slots))
                case .jump(let target): open.append(Thread(instruction: target, slots: thread.slots))
                case .assertion(let assertion): if assertion.holds(text, at: position) { open.append(thread) }
                case .look(let number, let isNegated):
                    if marks[number][position] != isNegated { open.append(thread) }
                case .save(let slot):
                    if slotCount > 0 { thread.slots[slot] = position }
                    open.append(thread)
                case .accept:
                    switch accept(position, thread.slots) {
                    case .ends: break
                    case .wins: (open, takesMore) = ([], false)
                    case .stops: return
                    }
                }
            }
        }
    }
}
