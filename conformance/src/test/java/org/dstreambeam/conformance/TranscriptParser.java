// SPDX-License-Identifier: Apache-2.0
package org.dstreambeam.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dstreambeam.conformance.Transcript.Section;

/**
 * Reads standard output:
 *
 * <pre>
 * == a title                    begins a section, with times of its own
 * ------------------(43)        a block of print(): three header lines, exactly so,
 * Time: 1700000000000 ms
 * ------------------(43)
 * (a,1)                         its lines,
 *                               and an empty one
 * anything else                 a line of the program's own
 * == end                        in a block or not: what follows in this section is left to the clock,
 *                               and dropped
 * </pre>
 *
 * <p>What is not exactly a block comes out as lines, and so differs from what it should have been.
 */
final class TranscriptParser {
  static final String DASHES = "-".repeat(43);

  private static final String TITLE = "== ";
  private static final String END = "== end";
  private static final Pattern HEADER = Pattern.compile("Time: (\\d+) ms");
  private static final int HEADER_LINES = 3;

  private final List<String> input;
  private final List<Section> sections = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();
  private String title = "";
  private int position;

  private TranscriptParser(List<String> input) {
    this.input = input;
  }

  static Transcript parse(List<String> input) {
    return new TranscriptParser(input).parse();
  }

  private Transcript parse() {
    while (position < input.size()) {
      String line = input.get(position);
      if (line.startsWith(TITLE) && !line.equals(END)) {
        finishSection();
        title = line;
        position++;
      } else {
        Output output = blockOrLine();
        outputs.add(output);
        if (isEnd(output)) {
          skipToTitle();
        }
      }
    }
    finishSection();
    return new Transcript(sections);
  }

  private static boolean isEnd(Output output) {
    return output instanceof Output.Block block
        ? block.lines().contains(END)
        : output.equals(new Output.Line(END));
  }

  private void skipToTitle() {
    while (position < input.size() && !input.get(position).startsWith(TITLE)) {
      position++;
    }
  }

  private void finishSection() {
    if (!title.isEmpty() || !outputs.isEmpty()) {
      sections.add(new Section(title, outputs));
      outputs.clear();
    }
  }

  private Output blockOrLine() {
    int end = endOfBlock();
    if (end < 0) {
      return new Output.Line(input.get(position++));
    }
    Matcher header = HEADER.matcher(input.get(position + 1));
    if (!header.matches()) {
      throw new IllegalStateException("Not the header of a block: " + input.get(position + 1));
    }
    Output block =
        new Output.Block(
            Long.parseLong(header.group(1)), input.subList(position + HEADER_LINES, end));
    position = end + 1;
    return block;
  }

  /**
   * The index of the empty line that ends the block which begins here, or -1 when none begins here.
   */
  private int endOfBlock() {
    if (position + HEADER_LINES >= input.size()
        || !input.get(position).equals(DASHES)
        || !HEADER.matcher(input.get(position + 1)).matches()
        || !input.get(position + 2).equals(DASHES)) {
      return -1;
    }
    for (int i = position + HEADER_LINES; i < input.size(); i++) {
      if (input.get(i).isEmpty()) {
        return i;
      }
    }
    return -1;
  }
}
