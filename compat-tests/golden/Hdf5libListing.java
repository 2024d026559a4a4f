import static java.util.stream.Collectors.joining;

import hdf.hdf5lib.H5;
import hdf.hdf5lib.HDF5Constants;
import hdf.hdf5lib.exceptions.HDF5Exception;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import keras.io.json.Json;

/**
 * Lists an HDF5 file by the HDF Group's own Java library, {@code hdf.hdf5lib}, one object or
 * attribute a line. A program of its own, for the C library beneath can take a JVM down with it.
 *
 * <pre>
 * java -cp ... Hdf5libListing.java FILE LIBRARY...
 * </pre>
 *
 * <p>The last library is that of the Java interface, the others are what it needs. The listing is
 * that of h5dump.py.
 */
final class Hdf5libListing {
  private final PrintStream out;

  private Hdf5libListing(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) throws HDF5Exception {
    int last = arguments.length - 1;
    for (int i = 1; i < last; i++) {
      System.load(arguments[i]);
    }
    System.setProperty(H5.H5PATH_PROPERTY_KEY, arguments[last]);
    try (PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8)) {
      long file = H5.H5Fopen(arguments[0], HDF5Constants.H5F_ACC_RDONLY, HDF5Constants.H5P_DEFAULT);
      new Hdf5libListing(out).group(file, "/");
      H5.H5Fclose(file);
    }
  }

  private void group(long parent, String path) throws HDF5Exception {
    long group = H5.H5Gopen(parent, path, HDF5Constants.H5P_DEFAULT);
    attributes(group, path);
    List<String> names = new ArrayList<>();
    long count = H5.H5Gget_info(group).nlinks;
    int index = order(H5.H5Gget_create_plist(group));
    for (long i = 0; i < count; i++) {
      names.add(
          H5.H5Lget_name_by_idx(
              group, ".", index, HDF5Constants.H5_ITER_INC, i, HDF5Constants.H5P_DEFAULT));
    }
    out.printf("%s group %s\n", path, Json.write(names));
    for (String name : names) {
      String child = (path.equals("/") ? "" : path) + "/" + name;
      long object = H5.H5Oopen(group, name, HDF5Constants.H5P_DEFAULT);
      boolean isGroup = H5.H5Iget_type(object) == HDF5Constants.H5I_GROUP;
      if (!isGroup) {
        dataset(object, child);
      }
      H5.H5Oclose(object);
      if (isGroup) {
        group(parent, child);
      }
    }
    H5.H5Gclose(group);
  }

  private static int order(long properties) throws HDF5Exception {
    int flags = H5.H5Pget_link_creation_order(properties);
    H5.H5Pclose(properties);
    return (flags & HDF5Constants.H5P_CRT_ORDER_TRACKED) != 0
        ? HDF5Constants.H5_INDEX_CRT_ORDER
        : HDF5Constants.H5_INDEX_NAME;
  }

  private void dataset(long dataset, String path) throws HDF5Exception {
    attributes(dataset, path);
    long type = H5.H5Dget_type(dataset);
    long space = H5.H5Dget_space(dataset);
    byte[] bytes = new byte[Math.toIntExact(elements(space) * H5.H5Tget_size(type))];
    if (bytes.length > 0) {
      int all = HDF5Constants.H5S_ALL;
      H5.H5Dread(dataset, type, all, all, HDF5Constants.H5P_DEFAULT, bytes);
    }
    out.printf("%s %s %s %s\n", path, name(type), shape(space), HexFormat.of().formatHex(bytes));
    H5.H5Sclose(space);
    H5.H5Tclose(type);
  }

  private void attributes(long object, String path) throws HDF5Exception {
    long count = H5.H5Oget_info(object, HDF5Constants.H5O_INFO_NUM_ATTRS).num_attrs;
    for (long i = 0; i < count; i++) {
      long attribute =
          H5.H5Aopen_by_idx(
              object,
              ".",
              HDF5Constants.H5_INDEX_NAME,
              HDF5Constants.H5_ITER_INC,
              i,
              HDF5Constants.H5P_DEFAULT,
              HDF5Constants.H5P_DEFAULT);
      long type = H5.H5Aget_type(attribute);
      long space = H5.H5Aget_space(attribute);
      String name = H5.H5Aget_name(attribute);
      out.printf(
          "%s @%s %s %s %s\n",
          path, name, name(type), shape(space), value(attribute, type, elements(space)));
      H5.H5Sclose(space);
      H5.H5Tclose(type);
      H5.H5Aclose(attribute);
    }
  }

  private static String value(long attribute, long type, long elements) throws HDF5Exception {
    if (H5.H5Tis_variable_str(type)) {
      Object[] texts = new String[Math.toIntExact(elements)];
      H5.H5Aread_VLStrings(attribute, type, texts);
      return Json.write(Arrays.stream(texts).map(t -> Objects.requireNonNullElse(t, "")).toList());
    }
    byte[] bytes = new byte[Math.toIntExact(elements * H5.H5Tget_size(type))];
    if (bytes.length > 0) {
      H5.H5Aread(attribute, type, bytes);
    }
    return HexFormat.of().formatHex(bytes);
  }

  private static String name(long type) throws HDF5Exception {
    int kind = H5.H5Tget_class(type);
    long size = H5.H5Tget_size(type);
    if (kind == HDF5Constants.H5T_STRING) {
      boolean utf8 = H5.H5Tget_cset(type) == HDF5Constants.H5T_CSET_UTF8;
      return H5.H5Tis_variable_str(type) && utf8 ? "text" : "another kind of text";
    }
    if (kind == HDF5Constants.H5T_OPAQUE) {
      return H5.H5Tget_tag(type).isEmpty() ? "opaque" : "opaque with a tag";
    }
    if (kind == HDF5Constants.H5T_ENUM) {
      byte[] one = {1};
      boolean flag =
          H5.H5Tget_nmembers(type) == 2 && H5.H5Tenum_nameof(type, one, 9).equals("TRUE");
      return flag ? "bool" : "another enumeration";
    }
    if (H5.H5Tget_order(type) != HDF5Constants.H5T_ORDER_LE) {
      return "big-endian";
    }
    if (kind == HDF5Constants.H5T_FLOAT) {
      return "float" + 8 * size;
    }
    return (H5.H5Tget_sign(type) == HDF5Constants.H5T_SGN_2 ? "int" : "uint") + 8 * size;
  }

  private static String shape(long space) throws HDF5Exception {
    long[] sizes = new long[H5.H5Sget_simple_extent_ndims(space)];
    H5.H5Sget_simple_extent_dims(space, sizes, null);
    return "("
        + Arrays.stream(sizes)
            .mapToObj(Long::toString)
            .collect(joining(", ", "", sizes.length == 1 ? ",)" : ")"));
  }

  private static long elements(long space) throws HDF5Exception {
    return H5.H5Sget_simple_extent_npoints(space);
  }
}
