package keras.io.hdf5;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;

/**
 * A group of an {@link Hdf5File}: other groups and datasets by name, and attributes.
 *
 * <p>Wherever a name is asked for, a path relative to this group will do: {@code dense/kernel:0}.
 */
public final class Hdf5Group extends Hdf5Object {
  private static final int MOST_PATH = 1 << 13;

  private final Map<String, Hdf5Object> opened = new HashMap<>();
  private @Nullable Map<String, Link> links;

  private Hdf5Group(Hdf5File file, String name, String path, Header header) {
    super(file, name, path, header);
  }

  /**
   * Returns the names in this group as h5py lists them: in order of creation if the file was told
   * to count it, else sorted.
   */
  public List<String> names() {
    return List.copyOf(links().keySet());
  }

  /** Whether the name or path leads to a group or dataset, or to a link that would be refused. */
  public boolean has(String relativePath) {
    int slash = relativePath.lastIndexOf('/');
    return slash < 0
        ? links().containsKey(relativePath)
        : group(relativePath.substring(0, slash))
            .filter(g -> g.has(relativePath.substring(slash + 1)))
            .isPresent();
  }

  /**
   * Returns the group or dataset of a name.
   *
   * @throws ModelFormatException if nothing is there, or a soft or external link
   */
  public Hdf5Object object(String name) {
    return only(name).orElseThrow(() -> missing("group or dataset", name));
  }

  /**
   * Returns the group at a name or path, or empty if nothing is there.
   *
   * @throws ModelFormatException if a dataset is there, or a soft or external link
   */
  public Optional<Hdf5Group> group(String relativePath) {
    return child(relativePath).map(Hdf5Group::asGroup);
  }

  /**
   * Returns the dataset at a name or path, or empty if nothing is there.
   *
   * @throws ModelFormatException if a group is there, a soft or external link, or a dataset whose
   *     data lie outside the file or whose declared size is larger than the file can hold
   */
  public Optional<Hdf5Dataset> dataset(String relativePath) {
    return child(relativePath).map(Hdf5Group::asDataset);
  }

  /**
   * Returns the group at a name or path; a missing one is a {@link ModelFormatException} that lists
   * what is there.
   */
  public Hdf5Group requireGroup(String relativePath) {
    return group(relativePath).orElseThrow(() -> missing("group", relativePath));
  }

  /**
   * Returns the dataset at a name or path; a missing one is a {@link ModelFormatException} that
   * lists what is there.
   */
  public Hdf5Dataset requireDataset(String relativePath) {
    return dataset(relativePath).orElseThrow(() -> missing("dataset", relativePath));
  }

  private Optional<Hdf5Object> child(String relativePath) {
    Hdf5Group parent = this;
    String[] names = relativePath.split("/", -1);
    for (int i = 0; i < names.length - 1; i++) {
      Optional<Hdf5Object> next = parent.only(names[i]);
      if (next.isEmpty() || !(next.get() instanceof Hdf5Group group)) {
        return Optional.empty();
      }
      parent = group;
    }
    return parent.only(names[names.length - 1]);
  }

  private Optional<Hdf5Object> only(String name) {
    @Nullable Link link = links().get(name);
    if (link == null) {
      return Optional.empty();
    }
    String path = (path().equals("/") ? "/" : path() + "/") + name;
    if (path.length() > MOST_PATH) {
      throw error("its names make paths of more than " + MOST_PATH + " characters.");
    }
    if (link.kind() != Link.Kind.HARD) {
      throw file()
          .error(
              path,
              "it is a link of the kind '" + link.kind().word + "', which is never followed.");
    }
    Hdf5Object object = opened.get(name);
    if (object == null) {
      object = open(file(), name, path, link.address());
      opened.put(name, object);
    }
    return Optional.of(object);
  }

  /**
   * Says so if what a name stands for is outside the file: a link that is not followed, or a
   * dataset whose data would be elsewhere. Then nothing opens it.
   */
  public Optional<Outside> outside(String name) {
    @Nullable Link link = links().get(name);
    if (link == null) {
      return Optional.empty();
    }
    if (link.kind() != Link.Kind.HARD) {
      return Optional.of(new Outside("link", link.kind().word + " link, which is never followed"));
    }
    return file()
        .guarded(path(), () -> Hdf5Dataset.outside(Header.read(file().storage(), link.address())));
  }

  /**
   * What leads out of a file.
   *
   * @param kind {@code link} or {@code storage}
   * @param what it is, for people
   */
  public record Outside(String kind, String what) {}

  private static Hdf5Object open(Hdf5File file, String name, String path, long address) {
    Header header =
        file.guarded(
            path,
            () -> {
              Header read = Header.read(file.storage(), address);
              file.storage().keep(read.bytes() + path.length());
              return read;
            });
    if (header.has(Header.DATA_SPACE)) {
      return Hdf5Dataset.read(file, name, path, header);
    }
    if (header.has(Header.DATA_TYPE)) {
      throw file.error(path, "expected a group or a dataset. Received: a named datatype.");
    }
    return new Hdf5Group(file, name, path, header);
  }

  static Hdf5Group read(Hdf5File file, String name, String path, long address) {
    return asGroup(open(file, name, path, address));
  }

  private static Hdf5Group asGroup(Hdf5Object object) {
    if (object instanceof Hdf5Group group) {
      return group;
    }
    throw object.error("expected a group. Received: a dataset.");
  }

  private static Hdf5Dataset asDataset(Hdf5Object object) {
    if (object instanceof Hdf5Dataset dataset) {
      return dataset;
    }
    throw object.error("expected a dataset. Received: a group.");
  }

  private ModelFormatException missing(String what, String relativePath) {
    int most = 10;
    List<String> names = names();
    String there = String.join(", ", names.subList(0, Math.min(most, names.size())));
    String more = names.size() > most ? " and " + (names.size() - most) + " more" : "";
    return error(
        "expected a "
            + what
            + " '"
            + relativePath
            + "'. Received: "
            + (there.isEmpty() ? "nothing" : there + more)
            + ".");
  }

  private Map<String, Link> links() {
    if (links == null) {
      links = file().guarded(path(), () -> Link.read(file().storage(), header()));
    }
    return links;
  }
}
