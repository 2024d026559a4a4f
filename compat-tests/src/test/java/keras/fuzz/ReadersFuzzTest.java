package keras.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import keras.utils.Console;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A short run of fuzzing for each reader: what once broke it, every file it began with cut and
 * changed at random, always the same. The long run is {@code mvn -Pfuzz}.
 */
class ReadersFuzzTest {
  private static final Path FOUND = Path.of("src", "test", "resources", "keras", "fuzz");
  private static final int INPUTS = 250;
  private static final int[] TEMPTING = {0, 1, 0x7f, 0x80, 0xff};

  private static Consumer<String> before = text -> {};

  @BeforeAll
  static void silence() {
    before = Console.redirect(text -> {});
  }

  @AfterAll
  static void restore() {
    Console.redirect(before);
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatFuzzingFound(FuzzTarget target) throws IOException {
    Path folder = FOUND.resolve(target.name().toLowerCase(Locale.ROOT));
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          target.check(Files.readAllBytes(file));
        }
      }
    }
    target.check(new byte[0]);
  }

  @ParameterizedTest
  @EnumSource
  void readsOrRefusesWhatWasChangedAtRandom(FuzzTarget target) {
    List<byte[]> seeds = List.copyOf(target.seeds().values());
    assertFalse(seeds.isEmpty());
    seeds.forEach(target::check);
    Random random = new Random(target.name().hashCode());
    for (int i = 0; i < INPUTS; i++) {
      byte[] seed = seeds.get(random.nextInt(seeds.size()));
      target.check(changed(seed, seeds.get(random.nextInt(seeds.size())), random));
    }
  }

  /** Cuts, flips, copies, inserts, removes or crosses. */
  private static byte[] changed(byte[] seed, byte[] other, Random random) {
    byte[] bytes = seed.clone();
    for (int changes = 1 << random.nextInt(5); changes > 0; changes--) {
      int at = random.nextInt(bytes.length);
      int length = Math.min(bytes.length - at, 1 + random.nextInt(32));
      switch (random.nextInt(16)) {
        case 0 -> bytes = at == 0 ? bytes : Arrays.copyOf(bytes, at);
        case 1 ->
            System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
        case 2 -> bytes = joined(bytes, at + length, bytes, at);
        case 3 ->
            bytes = at + length == bytes.length ? bytes : joined(bytes, at, bytes, at + length);
        case 4 -> bytes = joined(bytes, at, other, Math.min(at, other.length));
        case 5, 6, 7 -> bytes[at] = (byte) TEMPTING[random.nextInt(TEMPTING.length)];
        default -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      }
      if (bytes.length == 0) {
        return bytes;
      }
    }
    return bytes;
  }

  /** Returns the beginning of one and the end of the other. */
  private static byte[] joined(byte[] first, int until, byte[] second, int from) {
    byte[] out = Arrays.copyOf(first, until + second.length - from);
    System.arraycopy(second, from, out, until, second.length - from);
    return out;
  }
}
