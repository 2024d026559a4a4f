package keras.io.savedmodel;

import java.util.Comparator;

/** Orders names as people do: {@code output_2} before {@code output_10}. */
final class Naturally {
  static final Comparator<String> ORDER = Naturally::compare;

  private Naturally() {}

  private static int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      int iEnd = digits(a, i);
      int jEnd = digits(b, j);
      int order;
      if (iEnd > i && jEnd > j) {
        String x = stripZeros(a.substring(i, iEnd));
        String y = stripZeros(b.substring(j, jEnd));
        order = x.length() != y.length() ? x.length() - y.length() : x.compareTo(y);
        i = iEnd;
        j = jEnd;
      } else {
        order = a.charAt(i++) - b.charAt(j++);
      }
      if (order != 0) {
        return order;
      }
    }
    int rest = (a.length() - i) - (b.length() - j);
    return rest != 0 ? rest : a.compareTo(b);
  }

  private static int digits(String s, int from) {
    int end = from;
    while (end < s.length() && s.charAt(end) >= '0' && s.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static String stripZeros(String digits) {
    return digits.replaceFirst("^0+", "");
  }
}
