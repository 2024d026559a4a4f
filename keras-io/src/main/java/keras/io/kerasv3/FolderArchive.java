package keras.io.kerasv3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import keras.io.hdf5.Hdf5File;
import keras.io.storage.Folders;

/**
 * The files of a folder that a {@code .keras} file was unpacked into.
 *
 * @param members those that were there when it was opened
 */
record FolderArchive(Path folder, Set<String> members) implements Archive {
  FolderArchive(Path folder) {
    this(folder, list(folder));
  }

  @Override
  public String name() {
    return folder.toString();
  }

  private static Set<String> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      Set<String> names = new TreeSet<>();
      files.filter(Files::isRegularFile).forEach(f -> names.add(String.valueOf(f.getFileName())));
      names.addAll(assets(folder));
      return names;
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  private static Set<String> assets(Path folder) throws IOException {
    Path assets = folder.resolve(StoredAssets.FOLDER);
    Set<String> names = new TreeSet<>();
    if (Files.isDirectory(assets)) {
      try (Stream<Path> files = Files.walk(assets)) {
        files
            .filter(Files::isRegularFile)
            .forEach(f -> names.add(folder.relativize(f).toString().replace('\\', '/')));
      }
    }
    return names;
  }

  @Override
  public byte[] bytes(String member) {
    require(member);
    Path file = Folders.inside(folder, member);
    try {
      if (Files.size(file) > MOST_TEXT_BYTES) {
        throw error(
            member,
            "it has %d bytes, more than the %d that are read."
                .formatted(Files.size(file), MOST_TEXT_BYTES));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  @Override
  public Hdf5File hdf5(String member) {
    require(member);
    return Hdf5File.open(Folders.inside(folder, member));
  }

  @Override
  public void close() {}

  private static UncheckedIOException failed(Path path, IOException e) {
    return new UncheckedIOException(path + ": cannot be read: " + e.getMessage() + ".", e);
  }
}
